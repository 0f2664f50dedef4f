# The state of each exercise: untouched, failing, solved. `make exercises` gives it the stubs, for their titles, and then
# what `cargo test` said of the reader's answers.

/^\/\/\/ Exercise [0-9]+\.[0-9]+/ {
    number = $3
    title[number] = substr($0, index($0, number) + length(number))
    sub(/^[^A-Za-z0-9]+/, "", title[number])
    order[++count] = number
}

/^test .*exercise_[0-9]+_[0-9]+ .*\.\.\. / {
    number = name($2)
    state[number] = $NF == "ok" ? "solved" : "failing"
}

/^---- .*exercise_[0-9]+_[0-9]+ stdout ----/ { current = name($2); lines = -1 }
current != "" && lines == 0 && /not yet implemented: exercise/ { state[current] = "untouched"; current = "" }
current != "" && lines >= 0 {
    # An assertion's own message, up to the note on backtraces or an empty line.
    if ($0 == "" || /^note: / || /^stack backtrace/) current = ""
    else said[current] = said[current] "            " $0 "\n"
    lines++
}
current != "" && / panicked at / { lines = 0 }

function name(test) {
    sub(/^.*exercise_/, "", test)
    sub(/_/, ".", test)
    return test
}

END {
    for (i = 1; i <= count; i++) {
        number = order[i]
        is = number in state ? state[number] : "not run"
        total[is]++
        printf "%5s  %-9s  %s\n", number, is, title[number]
        if (is == "failing") printf "%s", said[number]
    }
    printf "\n%d solved, %d failing, %d untouched", total["solved"], total["failing"], total["untouched"]
    print total["not run"] ? ", " total["not run"] " not run: did it compile?" : ""
    exit total["not run"] > 0
}

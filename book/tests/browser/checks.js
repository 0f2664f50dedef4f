// What the browser test asks of a page. Each check gives a list of faults, empty when all is well.
window.bookChecks = {
    // Nothing in the text reaches beyond the window unless a box that scrolls holds it, and the keyboard reaches the box.
    width() {
        const edge = document.documentElement.clientWidth;
        const faults = [];
        if (document.documentElement.scrollWidth > edge) {
            faults.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${edge}`);
        }
        const name = (e) => `${e.tagName.toLowerCase()}${e.id ? "#" + e.id : ""}.${e.getAttribute("class") || ""}`;
        const held = (e) => {
            for (let box = e.parentElement; box && box.tagName !== "MAIN"; box = box.parentElement) {
                if (getComputedStyle(box).overflowX !== "visible") { return true; }
            }
            return false;
        };
        for (const e of document.querySelectorAll("main, main *")) {
            if (e.closest("svg svg, svg *, .katex-mathml")) { continue; }
            const box = e.getBoundingClientRect();
            if (box.width > 0 && (box.right > edge + 1 || box.left < -1) && !held(e)) {
                faults.push(`${name(e)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px of ${edge}`);
            }
            const scrolls = ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
            if (scrolls && e.tabIndex < 0) { faults.push(`${name(e)} scrolls, but not by keyboard`); }
            if (scrolls && !getComputedStyle(e).backgroundAttachment.includes("local")) {
                faults.push(`${name(e)} scrolls, but no shadow at its edge says so`);
            }
        }
        return faults;
    },

    // Every picture says what is to be seen on it, and is there to be seen.
    figures() {
        const faults = [];
        for (const picture of document.querySelectorAll("main :is(figure, .picture) :is(svg, img, .panels)")) {
            if (picture.closest("svg *, .panels *, [aria-hidden=true]")) { continue; }
            const where = picture.closest("[id]")?.id || "a picture";
            const said = picture.getAttribute("aria-label") || picture.getAttribute("alt") || "";
            const box = picture.getBoundingClientRect();
            if (said.trim().length < 10) { faults.push(`${where} has no text for those who cannot see it`); }
            if (box.width < 100 || box.height < 40) { faults.push(`${where} is ${box.width} × ${box.height} px`); }
        }
        return faults;
    },

    // The words of a figure can be read on a phone. Letters in place of points may be smaller than its words.
    letters() {
        const faults = [];
        for (const text of document.querySelectorAll("main figure svg text")) {
            const svg = text.ownerSVGElement;
            const size = (e) => parseFloat(getComputedStyle(e).fontSize);
            const shown = size(text) * text.getScreenCTM().a;
            if (size(text) >= size(svg) && shown < 11.9) {
                faults.push(`${text.closest("[id]").id}: “${text.textContent}” is ${shown.toFixed(1)} px high`);
            }
        }
        return faults;
    },

    // Once the fonts are settled: none failed, and the text's own serif is there.
    async fonts() {
        await document.fonts.ready;
        const faults = [...document.fonts].filter((f) => f.status === "error").map((f) => `${f.family} did not load`);
        const loaded = new Set([...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family.replaceAll('"', "")));
        const wanted = ["Source Serif", "Source Sans"];
        if (document.querySelector("main code")) { wanted.push("Source Code"); }
        if (document.querySelector("main .katex")) { wanted.push("KaTeX_Main"); }
        return faults.concat(wanted.filter((f) => !loaded.has(f)).map((f) => `${f} was not used`));
    },

    // What helps those who see or hear the page otherwise; `contrast` asks of that only what a theme's colours change.
    axe() { return this.violations({}); },
    contrast() { return this.violations({ runOnly: ["color-contrast"] }); },

    // (axe measures no contrast on a gradient, such as the shadow at the edge of what scrolls. Of a formula it would measure
    // each of its many pieces: they have the colour of the text around it, as is seen here, and so that text's contrast.)
    async violations(options) {
        const colour = (e) => getComputedStyle(e).color;
        const coloured = [...document.querySelectorAll(".katex")].find((f) =>
            colour(f) !== colour(f.parentElement) || f.querySelector("[style*='color']"));
        document.head.insertAdjacentHTML("beforeend", "<style id='flat'>* { background-image: none !important; }</style>");
        const found = await axe.run({ exclude: [[".katex"]] }, { resultTypes: ["violations"], ...options });
        document.getElementById("flat").remove();
        // (Nor does it hear MathML: a table's header that is a formula is not empty.)
        const silent = (n) => !document.querySelector(n.target[0]).querySelector("math");
        const meant = (v) => v.id !== "empty-table-header" || v.nodes.some(silent);
        const own = coloured ? [`a formula has a colour of its own: ${coloured.textContent.slice(0, 40)}`] : [];
        return own.concat(found.violations.filter(meant).map((v) =>
            `${v.id}: ${v.help}; ${v.nodes.length} × like ${v.nodes[0].target.join(" ")} (${v.nodes[0].any.concat(v.nodes[0].all, v.nodes[0].none).map((c) => c.message).join(" ")})`));
    },
};

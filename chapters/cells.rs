//! Showing a figure in a notebook.

/// The text that makes evcxr's kernel show an SVG under the cell.
pub fn shown(svg: &str) -> String {
    format!("EVCXR_BEGIN_CONTENT image/svg+xml\n{svg}\nEVCXR_END_CONTENT")
}

/// Show an SVG under the cell.
pub fn show(svg: &str) {
    println!("{}", shown(svg));
}

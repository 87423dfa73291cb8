//! What fuzz targets do with an input; tests replay old findings through the same functions.

pub mod targets;

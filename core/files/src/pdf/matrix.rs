//! The arithmetic of places: six numbers turn, stretch and move.

use lopdf::Object;

pub(super) type Matrix = [f32; 6];

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Applies `first`, then `then`.
pub(super) fn product(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [ta, tb, tc, td, te, tf] = then;
    [a * ta + b * tc, a * tb + b * td, c * ta + d * tc, c * tb + d * td, e * ta + f * tc + te, e * tb + f * td + tf]
}

pub(super) fn moved(x: f32, y: f32) -> Matrix {
    [1.0, 0.0, 0.0, 1.0, x, y]
}

/// Says where a point comes to stand.
pub(super) fn point(x: f32, y: f32, matrix: Matrix) -> (f32, f32) {
    let [.., x, y] = product(moved(x, y), matrix);
    (x, y)
}

/// Reads six numbers.
pub(super) fn matrix(numbers: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f32> = numbers.iter().map_while(|number| number.as_float().ok()).collect();
    numbers.try_into().ok()
}

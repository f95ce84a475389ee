//! Lists of two texts as one: which entries are the same, which of them kept their place, and where what is gone stood.

use std::collections::BTreeMap;

/// What became of an entry of the earlier list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is gone.
    Gone,
    /// It stayed, and stands at this place of the later list.
    Stayed(usize),
    /// It stands elsewhere now.
    Left,
}

/// One entry of a list that shows both texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woven {
    /// The entry at this place of the later list.
    Later(usize),
    /// The entry at this place of the earlier list, put back.
    Gone(usize),
}

/// Finds for each later key the place of the same key in the earlier list. Keys that stand several times are taken one
/// after the other.
pub(super) fn same_keys<K: Ord>(earlier: &[K], later: &[K]) -> Vec<Option<usize>> {
    let mut places: BTreeMap<&K, Vec<usize>> = BTreeMap::new();
    for (place, key) in earlier.iter().enumerate().rev() {
        places.entry(key).or_default().push(place);
    }
    later.iter().map(|key| places.get_mut(key)?.pop()).collect()
}

/// Says what became of the entries of a list, each of which has stayed or is gone; `was` is where the later ones stood.
pub(super) fn fates(earlier: usize, was: &[Option<usize>]) -> Vec<Fate> {
    let mut fates = vec![Fate::Gone; earlier];
    for (place, was) in was.iter().enumerate() {
        if let Some(fate) = was.and_then(|was| fates.get_mut(was)) {
            *fate = Fate::Stayed(place);
        }
    }
    fates
}

/// Puts what is gone among the later entries: behind what stood before it and has stayed.
pub(super) fn weave(fates: &[Fate], later: usize) -> Vec<Woven> {
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); later + 1];
    let mut place = 0;
    for (at, fate) in fates.iter().enumerate() {
        match fate {
            Fate::Gone => behind.iter_mut().skip(place).take(1).for_each(|gone| gone.push(at)),
            Fate::Stayed(stands) => place = stands + 1,
            Fate::Left => {}
        }
    }
    let mut woven = Vec::with_capacity(fates.len().max(later));
    for (place, gone) in behind.into_iter().enumerate() {
        if place > 0 {
            woven.push(Woven::Later(place - 1));
        }
        woven.extend(gone.into_iter().map(Woven::Gone));
    }
    woven
}

/// Says which entries kept their order, as many as can be: a longest run of places that grow. `was` is where each entry
/// stood before; one that stood elsewhere has kept nothing.
pub(super) fn kept_order(was: &[Option<usize>]) -> Vec<bool> {
    // For each length of a run, the entry that ends the run with the lowest place; for each entry, the one before it.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; was.len()];
    for (at, place) in was.iter().enumerate() {
        let Some(place) = *place else { continue };
        let length = ends.partition_point(|(lowest, _)| *lowest < place);
        if let (Some(link), Some((_, end))) = (before.get_mut(at), length.checked_sub(1).and_then(|it| ends.get(it))) {
            *link = Some(*end);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (place, at),
            None => ends.push((place, at)),
        }
    }
    let mut kept = vec![false; was.len()];
    let mut next = ends.last().map(|(_, at)| *at);
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_stands_behind_what_stayed_before_it() {
        use Fate::{Gone as G, Left as L, Stayed as S};
        use Woven::{Gone, Later};
        assert_eq!(weave(&[G, S(1), L, G, G, S(2)], 3), [Gone(0), Later(0), Later(1), Gone(3), Gone(4), Later(2)]);
        assert_eq!(weave(&[G], 0), [Gone(0)]);
        assert_eq!(weave(&[], 1), [Later(0)]);
    }

    #[test]
    fn as_few_as_possible_are_moved() {
        for (was, kept) in [
            (vec![Some(0), Some(1), Some(2)], vec![true, true, true]),
            (vec![Some(3), Some(0), Some(1), Some(2)], vec![false, true, true, true]),
            (vec![Some(0), None, Some(3), Some(1), Some(2)], vec![true, false, false, true, true]),
            (vec![], vec![]),
        ] {
            assert_eq!(kept_order(&was), kept, "{was:?}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_paired_in_order() {
        assert_eq!(same_keys(&["a", "b", "a"], &["a", "c", "a", "a"]), [Some(0), None, Some(2), None]);
        assert_eq!(fates(2, &[None, Some(1)]), [Fate::Gone, Fate::Stayed(1)]);
    }
}

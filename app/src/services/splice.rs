//! From what a text field shows to the smallest splice, and how splices made at the same time pass each other.
//! Offsets count UTF-16 units, as the DOM and the documents do.

/// Replaces `delete` units at `at` by `insert`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where.
    pub at: usize,
    /// How many units go.
    pub delete: usize,
    /// What comes.
    pub insert: String,
}

impl Splice {
    /// Length of the inserted text in UTF-16 units.
    #[must_use]
    pub fn insert_len(&self) -> usize {
        self.insert.encode_utf16().count()
    }

    /// Where `offset` lies after this splice was made; an offset at the splice's place stays before the insertion.
    #[must_use]
    pub fn carry(&self, offset: usize) -> usize {
        if offset <= self.at {
            offset
        } else if offset >= self.at + self.delete {
            offset - self.delete + self.insert_len()
        } else {
            self.at
        }
    }

    /// Where an offset into the text that this splice left was before it; within what it inserted, its place.
    #[must_use]
    pub fn carry_back(&self, offset: usize) -> usize {
        let end = self.at + self.insert_len();
        if offset <= self.at {
            offset
        } else if offset >= end {
            offset - end + self.at + self.delete
        } else {
            self.at
        }
    }

    /// What must be made after `other` so that this splice still does what it meant, when `other` was made on the
    /// same text without knowing of it. What `other` inserted is never deleted, so a deletion around it comes in
    /// two parts, the later one first: each counts on the text that `other` left.
    #[must_use]
    pub fn after(&self, other: &Self) -> Vec<Self> {
        let (start, end) = (self.at, self.at + self.delete);
        let (other_start, other_end) = (other.at, other.at + other.delete);
        let behind_other = other_start + other.insert_len();
        if end <= other_start {
            return vec![self.clone()];
        }
        if start >= other_end {
            let at = start - other_end + behind_other;
            return vec![Self { at, ..self.clone() }];
        }
        let tail = end.saturating_sub(other_end);
        if start > other_start {
            return vec![Self {
                at: behind_other,
                delete: tail,
                insert: self.insert.clone(),
            }];
        }
        let head = Self {
            at: start,
            delete: other_start - start,
            insert: self.insert.clone(),
        };
        if tail == 0 {
            return vec![head];
        }
        let tail = Self {
            at: behind_other,
            delete: tail,
            insert: String::new(),
        };
        vec![tail, head]
    }

    /// Joins the splice that follows at once, if both touch: typing and deleting in one place is one splice.
    pub fn join(&mut self, next: &Self) -> bool {
        let inserted = self.insert_len();
        if next.at < self.at || next.at > self.at + inserted {
            return false;
        }
        let within = next.at - self.at;
        let deleted_to = within + next.delete;
        // What the next splice deletes beyond the text just typed is older text.
        self.delete += deleted_to.saturating_sub(inserted);
        let tail = cut(&self.insert, deleted_to, inserted);
        self.insert = cut(&self.insert, 0, within) + &next.insert + &tail;
        true
    }
}

fn cut(text: &str, from: usize, to: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let from = from.min(units.len());
    String::from_utf16_lossy(&units[from..to.clamp(from, units.len())])
}

/// The splice that leads from `before` to `after`, where the caret ended at `caret` (UTF-16 units of `after`).
/// The caret decides between the places that are equal by letters: typing "l" inside "llama" says where.
#[must_use]
pub fn between(before: &str, after: &str, caret: usize) -> Option<Splice> {
    if before == after {
        return None;
    }
    let old: Vec<u16> = before.encode_utf16().collect();
    let new: Vec<u16> = after.encode_utf16().collect();
    // The text behind the caret did not change by this input, so the common end is counted first, up to the caret.
    let mut tail = 0;
    let tail_max = old
        .len()
        .min(new.len())
        .min(new.len().saturating_sub(caret));
    while tail < tail_max && old[old.len() - 1 - tail] == new[new.len() - 1 - tail] {
        tail += 1;
    }
    let mut head = 0;
    let head_max = (old.len() - tail).min(new.len() - tail);
    while head < head_max && old[head] == new[head] {
        head += 1;
    }
    // A surrogate pair is never split: half a letter is no text.
    let splits = |units: &[u16], at: usize| {
        at > 0
            && at < units.len()
            && (0xDC00..0xE000).contains(&units[at])
            && (0xD800..0xDC00).contains(&units[at - 1])
    };
    if splits(&old, head) || splits(&new, head) {
        head -= 1;
    }
    if splits(&old, old.len() - tail) || splits(&new, new.len() - tail) {
        tail -= 1;
    }
    Some(Splice {
        at: head,
        delete: old.len() - tail - head,
        insert: String::from_utf16_lossy(&new[head..new.len() - tail]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splice(at: usize, delete: usize, insert: &str) -> Splice {
        Splice {
            at,
            delete,
            insert: insert.to_owned(),
        }
    }

    fn apply(text: &str, splice: &Splice) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut out = String::from_utf16(&units[..splice.at]).unwrap();
        out.push_str(&splice.insert);
        out.push_str(&String::from_utf16(&units[splice.at + splice.delete..]).unwrap());
        out
    }

    #[test]
    fn typing_deleting_and_replacing_are_found_where_they_happened() {
        assert_eq!(between("red", "red local", 9), Some(splice(3, 0, " local")));
        assert_eq!(between("red local", "red", 3), Some(splice(3, 6, "")));
        assert_eq!(
            between("una red rota", "una red viva", 12),
            Some(splice(8, 4, "viva"))
        );
        assert_eq!(between("igual", "igual", 2), None);
    }

    #[test]
    fn the_caret_says_which_of_two_equal_letters_was_typed() {
        assert_eq!(between("aaa", "aaaa", 2), Some(splice(1, 0, "a")));
        assert_eq!(between("aaa", "aaaa", 4), Some(splice(3, 0, "a")));
        assert_eq!(between("aaaa", "aaa", 1), Some(splice(1, 1, "")));
    }

    #[test]
    fn letters_beyond_the_basic_plane_are_never_split() {
        let found = between("a😀b", "a😃b", 3).unwrap();
        assert_eq!(found, splice(1, 2, "😃"));
        assert_eq!(apply("a😀b", &found), "a😃b");
    }

    #[test]
    fn bursts_of_typing_join_into_one_splice() {
        let mut burst = splice(4, 0, "v");
        assert!(burst.join(&splice(5, 0, "ec")));
        assert!(burst.join(&splice(6, 1, "")));
        assert_eq!(burst, splice(4, 0, "ve"));
        assert!(burst.join(&splice(4, 4, "")));
        assert_eq!(burst, splice(4, 2, ""));
        assert!(!burst.join(&splice(9, 0, "x")));
    }

    fn apply_all(text: &str, splices: &[Splice]) -> String {
        splices
            .iter()
            .fold(text.to_owned(), |text, splice| apply(&text, splice))
    }

    #[test]
    fn a_place_is_found_before_and_after_a_splice() {
        let typed = splice(4, 2, "abc");
        for (before, after) in [(0, 0), (4, 4), (6, 7), (9, 10)] {
            assert_eq!(typed.carry(before), after);
            assert_eq!(typed.carry_back(after), before);
        }
        assert_eq!(typed.carry(5), 4);
        assert_eq!(typed.carry_back(6), 4);
    }

    #[test]
    fn concurrent_splices_pass_each_other() {
        let text = "una red de apoyo";
        let mine = splice(4, 3, "trama");
        let theirs = splice(0, 3, "la");
        assert_eq!(
            apply_all(&apply(text, &theirs), &mine.after(&theirs)),
            "la trama de apoyo"
        );
        assert_eq!(
            apply_all(&apply(text, &mine), &theirs.after(&mine)),
            "la trama de apoyo"
        );
    }

    #[test]
    fn what_another_wrote_inside_a_deleted_range_is_kept() {
        let kept = |mine: Splice, theirs: Splice| {
            apply_all(&apply("abcdef", &theirs), &mine.after(&theirs))
        };
        assert_eq!(kept(splice(1, 4, ""), splice(3, 0, "XY")), "aXYf");
        assert_eq!(kept(splice(1, 4, "_"), splice(1, 0, "XY")), "aXY_f");
        assert_eq!(kept(splice(1, 4, "_"), splice(2, 2, "XY")), "a_XYf");
        assert_eq!(kept(splice(2, 3, "_"), splice(1, 2, "XY")), "aXY_f");
        assert_eq!(kept(splice(1, 2, "_"), splice(2, 3, "XY")), "a_XYf");
        assert_eq!(kept(splice(2, 1, "_"), splice(1, 4, "XY")), "aXY_f");
    }
}

//! Every slip of one character or two neighbours in a code.

/// Each text that differs from `code` in one character, that one being of `alphabet`; with its
/// position from 1, the character before and the character after.
pub(crate) fn substitutions<'a>(
    code: &'a str,
    alphabet: &'a str,
) -> impl Iterator<Item = (String, usize, char, char)> + 'a {
    code.char_indices().flat_map(move |(at, before)| {
        alphabet
            .chars()
            .filter(move |after| *after != before)
            .map(move |after| {
                let slip = format!("{}{after}{}", &code[..at], &code[at + 1..]);
                (slip, at + 1, before, after)
            })
    })
}

/// Each text in which two neighbours that differ have changed places; with the position of the
/// first of them from 1, and the two as they stood.
pub(crate) fn transpositions(code: &str) -> impl Iterator<Item = (String, usize, char, char)> + '_ {
    let characters: Vec<char> = code.chars().collect();
    (1..characters.len()).filter_map(move |at| {
        let (a, b) = (characters[at - 1], characters[at]);
        let mut swapped = characters.clone();
        swapped.swap(at - 1, at);
        (a != b).then(|| (swapped.into_iter().collect(), at, a, b))
    })
}

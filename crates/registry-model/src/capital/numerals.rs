//! Numbers in Chinese numerals, everyday and financial (壹贰叁).

/// Reads a whole number in Chinese numerals: `壹佰万`, `一亿二千万`, `伍拾`, `二十`. `None` for
/// other texts and for numbers that are too large.
pub(crate) fn whole(text: &str) -> Option<u128> {
    // The sum so far, the part below 亿, the part below 万, and the digit before a unit.
    let (mut total, mut section, mut digit) = (0_u128, 0_u128, None);
    let mut below_hundred_million = 0_u128;
    for next in text.chars() {
        if let Some(value) = digit_of(next) {
            if digit.is_some_and(|before| before != 0) {
                return None;
            }
            digit = Some(value);
            continue;
        }
        let unit = match next {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1000,
            '万' | '萬' => {
                section += digit.take().unwrap_or_default();
                if section == 0 {
                    return None;
                }
                below_hundred_million =
                    below_hundred_million.checked_add(section.checked_mul(10_000)?)?;
                section = 0;
                continue;
            }
            '亿' | '億' => {
                section += digit.take().unwrap_or_default();
                let before = below_hundred_million.checked_add(section)?;
                if before == 0 {
                    return None;
                }
                total = total.checked_add(before.checked_mul(100_000_000)?)?;
                (section, below_hundred_million) = (0, 0);
                continue;
            }
            _ => return None,
        };
        // `十` alone is ten.
        section += digit.take().filter(|digit| *digit != 0).unwrap_or(1) * unit;
    }
    section += digit.unwrap_or_default();
    let sum = total
        .checked_add(below_hundred_million)?
        .checked_add(section)?;
    (!text.is_empty()).then_some(sum)
}

/// Whether a character is part of such a number.
pub(crate) fn is_part(character: char) -> bool {
    digit_of(character).is_some()
        || matches!(
            character,
            '十' | '拾' | '百' | '佰' | '千' | '仟' | '万' | '萬' | '亿' | '億'
        )
}

/// The value of a Chinese digit.
pub(crate) fn digit_of(character: char) -> Option<u128> {
    Some(match character {
        '〇' | '零' | '○' => 0,
        '一' | '壹' | '弌' | '幺' => 1,
        '二' | '贰' | '貳' | '两' => 2,
        '三' | '叁' | '參' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn numbers_are_read_in_both_kinds_of_numerals() {
        for (text, number) in [
            ("十", 10),
            ("二十", 20),
            ("壹佰万", 1_000_000),
            ("伍拾", 50),
            ("壹拾贰", 12),
            ("一千零五", 1005),
            ("贰仟叁佰肆拾伍万陆仟柒佰捌拾玖", 23_456_789),
            ("壹亿", 100_000_000),
            ("一亿二千万", 120_000_000),
            ("叁拾亿零伍佰万", 3_005_000_000),
            ("一万亿", 1_000_000_000_000),
            ("零", 0),
        ] {
            assert_eq!(whole(text), Some(number), "{text}");
        }
        for text in ["", "万", "一二三", "壹佰x", "亿"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}

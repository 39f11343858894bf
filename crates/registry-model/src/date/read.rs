//! The forms of a date that are read.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::china_time;
use crate::capital::numerals;
use crate::width::narrowed;

/// The meaning of a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Meaning {
    Day(Date),
    Moment(DateTime),
    OpenEnded,
    Unread,
}

/// How licences say that a term has no end.
const WITHOUT_END: [&str; 24] = [
    "长期",
    "长期有效",
    "永久",
    "永久有效",
    "永续经营",
    "无固定期限",
    "无期限",
    "无限期",
    "不约定期限",
    "永续",
    "永久存续",
    "永久经营",
    "长久",
    "长期经营",
    "长期存续",
    "无固定",
    "無固定期限",
    "無期限",
    "无限期经营",
    "无营业期限",
    "无经营期限",
    "不约定",
    "不限",
    "不限期",
];

/// Systems write days from this year on for a term without an end: `9999-12-31`, `29991231`.
const LAST_YEAR: i16 = 2900;

/// Earlier years are the zero of some system's calendar (`0001-01-01`).
const FIRST_YEAR: i16 = 1800;

/// No form is longer than this, in bytes after narrowing.
const LONGEST: usize = 64;

pub(super) fn meaning(text: &str) -> Meaning {
    if text.len() > 3 * LONGEST {
        return Meaning::Unread;
    }
    let narrow = narrowed(text);
    let text = core_of(&narrow);
    if WITHOUT_END.contains(&text.as_ref()) {
        return Meaning::OpenEnded;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text.as_ref());
    }
    if let Some(inner) = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.strip_suffix(")/"))
    {
        return in_brackets(inner);
    }
    written(&text).unwrap_or(Meaning::Unread)
}

/// The text without words around a day that mean nothing, and with digits for the Chinese numerals
/// of a day.
fn core_of(text: &str) -> Cow<'_, str> {
    let around = |next: char| next.is_whitespace() || matches!(next, '(' | ')' | '[' | ']' | ':');
    let text = text.trim_matches(around);
    let text = text.strip_prefix(['自', '从', '至', '到']).unwrap_or(text);
    let text = text.strip_suffix(['起', '止']).unwrap_or(text);
    let text = text.trim_matches(around).trim_end_matches(['-', '—', '。']);
    let has_numerals = text
        .chars()
        .any(|next| numerals::digit_of(next).is_some() || next == '十');
    match text.split_once('年') {
        Some((year, rest)) if has_numerals => in_digits(year, rest).map_or(text.into(), Cow::Owned),
        _ => text.into(),
    }
}

/// `二〇一五年三月十二日` in digits.
fn in_digits(year: &str, rest: &str) -> Option<String> {
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix(['日', '号'])?;
    let digit = |next: char| char::from_digit(u32::try_from(numerals::digit_of(next)?).ok()?, 10);
    let year: Option<String> = year.chars().map(digit).collect();
    let [month, day] = [month, day].map(numerals::whole);
    Some(format!("{}年{}月{}日", year?, month?, day?))
}

/// The day, and the time if one is stated.
fn on(year: i16, month: i8, day: i8, time: Option<Time>) -> Option<Meaning> {
    let day = Date::new(year, month, day).ok()?;
    Some(match time {
        _ if year >= LAST_YEAR => Meaning::OpenEnded,
        _ if year < FIRST_YEAR => Meaning::Unread,
        Some(time) => Meaning::Moment(day.to_datetime(time)),
        None => Meaning::Day(day),
    })
}

/// Milliseconds, with an offset behind them that changes nothing about the moment.
fn in_brackets(inner: &str) -> Meaning {
    let sign_of_offset = inner
        .char_indices()
        .skip(1)
        .find(|(_, next)| matches!(next, '+' | '-'));
    let milliseconds = sign_of_offset
        .and_then(|(at, _)| inner.get(..at))
        .unwrap_or(inner);
    match milliseconds.parse() {
        Ok(milliseconds) => at(milliseconds),
        Err(_) => Meaning::Unread,
    }
}

fn at(milliseconds: i64) -> Meaning {
    let clock = Timestamp::from_millisecond(milliseconds)
        .ok()
        .and_then(china_time::clock);
    match clock {
        Some(clock) => on(clock.year(), clock.month(), clock.day(), Some(clock.time()))
            .unwrap_or(Meaning::Unread),
        None => Meaning::Unread,
    }
}

/// Nothing but digits: how many decides.
fn digits(text: &str) -> Meaning {
    let compact = match text.len() {
        8 | 12 | 14 => compact(text),
        _ => None,
    };
    match (compact, text.len()) {
        (Some(meaning), _) => meaning,
        (None, 11..=15) => text.parse().map_or(Meaning::Unread, at),
        (None, _) => Meaning::Unread,
    }
}

/// `yyyyMMdd`, `yyyyMMddHHmm`, `yyyyMMddHHmmss`.
fn compact(text: &str) -> Option<Meaning> {
    let (year, rest) = number(text, 4, 4)?;
    let (month, rest) = number(rest, 2, 2)?;
    let (day, rest) = number(rest, 2, 2)?;
    let time = if rest.is_empty() {
        None
    } else {
        let (hour, rest) = number(rest, 2, 2)?;
        let (minute, rest) = number(rest, 2, 2)?;
        let second = if rest.is_empty() {
            0
        } else {
            number(rest, 2, 2)?.0
        };
        Some(time(hour, minute, second)?)
    };
    // With a time, impossible years are milliseconds.
    (time.is_none() || (FIRST_YEAR..2100).contains(&year)).then_some(())?;
    on(
        year,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        time,
    )
}

/// Year, month and day with something between them, then perhaps a time and a zone.
fn written(text: &str) -> Option<Meaning> {
    let (year, rest) = number(text, 4, 4)?;
    let (first, rest) = sign(rest.trim_start())?;
    let (month, rest) = number(rest.trim_start(), 1, 2)?;
    let (second, rest) = sign(rest.trim_start())?;
    let (day, rest) = number(rest.trim_start(), 1, 2)?;
    let rest = match (first, second) {
        ('年', '月') if rest.is_empty() => rest,
        ('年', '月') => rest.trim_start().strip_prefix(['日', '号'])?,
        ('-' | '/' | '.' | '—' | '–', _) if first == second => rest,
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return on(year, month, day, None);
    }
    let (time, zone) = clock(rest)?;
    match offset(zone.trim_start())? {
        Some(offset) if year < LAST_YEAR => {
            let local = Date::new(year, month, day).ok()?.to_datetime(time);
            let moment = offset.to_timestamp(local).ok()?;
            Some(at(moment.as_millisecond()))
        }
        _ => on(year, month, day, Some(time)),
    }
}

/// `8:05`, `08:05:00`, `08:05:00.000`, and what follows.
fn clock(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = number(text, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    let Some(rest) = rest.strip_prefix(':') else {
        return Some((time(hour, minute, 0)?, rest));
    };
    let (second, rest) = number(rest, 2, 2)?;
    let rest = match rest.strip_prefix('.') {
        // A fraction of a second makes no difference to a register.
        Some(fraction) => fraction.trim_start_matches(|next: char| next.is_ascii_digit()),
        None => rest,
    };
    Some((time(hour, minute, second)?, rest))
}

fn time(hour: i16, minute: i16, second: i16) -> Option<Time> {
    let [hour, minute, second] = [hour, minute, second].map(|part| i8::try_from(part).ok());
    Time::new(hour?, minute?, second?, 0).ok()
}

/// `Z`, `+08:00`, `+0800`, `+08`, or nothing; `None` for other texts.
fn offset(text: &str) -> Option<Option<Offset>> {
    if text.is_empty() {
        return Some(None);
    }
    if matches!(text, "Z" | "z") {
        return Some(Some(Offset::UTC));
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, rest) = number(text.get(1..)?, 2, 2)?;
    let (minutes, rest) = match rest.strip_prefix(':').unwrap_or(rest) {
        "" => (0, ""),
        rest => number(rest, 2, 2)?,
    };
    let is_offset = rest.is_empty() && hours < 24 && minutes < 60;
    is_offset.then_some(())?;
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60 * sign;
    Offset::from_seconds(seconds).ok().map(Some)
}

/// The digits at the beginning, all of them, and what follows.
fn number(text: &str, shortest: usize, longest: usize) -> Option<(i16, &str)> {
    let run = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    // Compact forms take their digits from a longer run.
    let length = if shortest == longest {
        longest
    } else {
        run.min(longest)
    };
    let (digits, rest) = text.split_at_checked(length)?;
    (run >= shortest && (shortest == longest || run == length)).then_some(())?;
    Some((digits.parse().ok()?, rest))
}

/// The one character between two numbers.
fn sign(text: &str) -> Option<(char, &str)> {
    let mut characters = text.chars();
    let sign = characters.next()?;
    Some((sign, characters.as_str()))
}

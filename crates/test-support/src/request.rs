//! Reads a request as a client sent it.

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Request line and headers, with the empty line that follows.
    pub head: String,
    /// The body; invalid UTF-8 is replaced.
    pub body: String,
}

impl Request {
    /// Path and query.
    #[must_use]
    pub fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (given, value) = line.split_once(':')?;
            given.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The value of a parameter, as encoded in query, form or part.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        let query = self.target().split_once('?').map_or("", |(_, query)| query);
        query
            .split('&')
            .chain(self.body.split('&'))
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
            .or_else(|| {
                let part = format!("name=\"{name}\"\r\n\r\n");
                let (_, rest) = self.body.split_once(&part)?;
                rest.split_once("\r\n").map(|(value, _)| value)
            })
    }
}

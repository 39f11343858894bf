//! Writes HTML in which every text is escaped.

/// A page that is being written. It escapes every text, so that none can be markup; it has no
/// scripts, and none would run.
pub(super) struct Html(String);

impl Html {
    pub(super) fn page(title: &str) -> Self {
        let mut page = Self(String::new());
        // Without a referrer: the target of a link must not learn the signed address of a page.
        page.raw(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; base-uri 'none'\">\n<title>",
        );
        page.text(title)
            .raw(" - IDcode sandbox</title>\n</head>\n<body>\n<h1>");
        page.text(title).raw("</h1>\n");
        page.paragraph("This is a sandbox. Nothing here reaches the vendor.")
    }

    fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                letter => self.0.push(letter),
            }
        }
        self
    }

    pub(super) fn paragraph(mut self, text: &str) -> Self {
        self.raw("<p>").text(text).raw("</p>\n");
        self
    }

    pub(super) fn error(mut self, text: Option<&str>) -> Self {
        if let Some(text) = text {
            self.raw("<p role=\"alert\"><strong>")
                .text(text)
                .raw("</strong></p>\n");
        }
        self
    }

    /// Names and values.
    pub(super) fn table<'a>(mut self, rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.raw("<table>\n");
        for (name, value) in rows {
            self.raw("<tr><th>").text(name).raw("</th><td>");
            self.text(value).raw("</td></tr>\n");
        }
        self.raw("</table>\n");
        self
    }

    /// A link. The address must begin with http or https, as in verified requests.
    pub(super) fn link(mut self, address: &str, words: &str) -> Self {
        self.raw("<p><a href=\"").text(address).raw("\">");
        self.text(words).raw("</a></p>\n");
        self
    }

    /// Begins a form, with its token.
    pub(super) fn form(mut self, action: &'static str, token: &str) -> Self {
        self.raw("<form method=\"post\" accept-charset=\"utf-8\" action=\"");
        self.raw(action).raw("\">\n<input type=\"hidden\" name=\"");
        self.raw(super::forms::TOKEN).raw("\" value=\"");
        self.text(token).raw("\">\n");
        self
    }

    pub(super) fn input(
        mut self,
        kind: &'static str,
        name: &'static str,
        label: &str,
        value: &str,
    ) -> Self {
        self.raw("<p><label>").text(label);
        self.raw(" <input type=\"").raw(kind).raw("\" name=\"");
        self.raw(name).raw("\" value=\"").text(value);
        self.raw("\"></label></p>\n");
        self
    }

    /// A selection, in groups of values and labels.
    pub(super) fn choice(
        mut self,
        name: &'static str,
        label: &str,
        chosen: &str,
        groups: &[(String, Vec<(String, String)>)],
    ) -> Self {
        self.raw("<p><label>").text(label);
        self.raw(" <select name=\"").raw(name).raw("\">\n");
        for (group, options) in groups {
            self.raw("<optgroup label=\"").text(group).raw("\">\n");
            for (value, words) in options {
                self.raw("<option value=\"").text(value).raw("\"");
                if value == chosen {
                    self.raw(" selected");
                }
                self.raw(">").text(words).raw("</option>\n");
            }
            self.raw("</optgroup>\n");
        }
        self.raw("</select></label></p>\n");
        self
    }

    /// Ends a form.
    pub(super) fn submit(mut self, words: &str) -> Self {
        self.raw("<p><button type=\"submit\">").text(words);
        self.raw("</button></p>\n</form>\n");
        self
    }

    pub(super) fn finish(mut self) -> String {
        self.raw("</body>\n</html>\n");
        self.0
    }
}

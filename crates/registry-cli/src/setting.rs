//! Which settings does a vendor have, and where does each come from?

/// One setting of a vendor.
#[derive(Debug)]
pub(crate) struct Setting {
    /// As it is called in a profile.
    pub(crate) key: &'static str,
    /// What overrides the profile.
    variable: Option<&'static str>,
    is_set: bool,
    /// Without it nothing can be called.
    pub(crate) is_credential: bool,
}

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    Environment(&'static str),
    Profile(String),
    Sandbox,
    Nowhere,
}

impl Setting {
    pub(crate) fn credential(key: &'static str, variable: &'static str, is_set: bool) -> Self {
        Self {
            is_credential: true,
            ..Self::option(key, Some(variable), is_set)
        }
    }

    pub(crate) fn option(key: &'static str, variable: Option<&'static str>, is_set: bool) -> Self {
        Self {
            key,
            variable,
            is_set,
            is_credential: false,
        }
    }

    /// Where it comes from, in a run with this profile or with a sandbox.
    pub(crate) fn origin(&self, profile: Option<&str>, is_sandbox: bool) -> Origin {
        if !self.is_set {
            return Origin::Nowhere;
        }
        if is_sandbox {
            return Origin::Sandbox;
        }
        let is_filled = |name: &&str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
        match (self.variable.filter(is_filled), profile) {
            (Some(variable), _) => Origin::Environment(variable),
            (None, profile) => Origin::Profile(profile.unwrap_or_default().to_owned()),
        }
    }
}

//! Collects the sample requests of a vendor's operations, with their types erased.

use endpoint_core::{Invalid, Kind, Params, Sample, Spec, Vendor, VisitSamples};

/// A sample request with its type erased, so that all operations fit into one list.
pub struct SampleRequest {
    /// The declaration of its operation.
    pub spec: Spec,
    /// Its parameters.
    pub params: Params,
    /// What `Debug` prints of the typed request.
    pub debug: String,
    is_same: Box<dyn Fn(Params) -> Result<bool, Invalid>>,
}

impl SampleRequest {
    fn new<E: Sample>(request: E) -> Self {
        request
            .validate()
            .unwrap_or_else(|invalid| panic!("{}: {invalid}", E::SPEC.name));
        let params = Params::from_request(&request).unwrap();
        let declared = E::SPEC.params.iter();
        let declared = declared.filter(|param| param.kind == Kind::File);
        assert!(
            declared
                .map(|param| param.name)
                .eq(params.files().map(|(name, _)| name)),
            "{} does not name the files that it declares",
            E::SPEC.name
        );
        Self {
            spec: E::SPEC,
            params,
            debug: format!("{request:?}"),
            is_same: Box::new(move |params| {
                let typed = params.into_typed::<E>()?;
                typed.validate()?;
                Ok(typed == request)
            }),
        }
    }

    /// Whether these parameters, which must be valid, make the same request.
    pub fn is_same(&self, params: Params) -> Result<bool, Invalid> {
        (self.is_same)(params)
    }
}

impl core::fmt::Debug for SampleRequest {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.debug)
    }
}

/// The samples of a vendor, by operation.
#[derive(Debug, Default)]
pub struct SampleRequests(pub Vec<Vec<SampleRequest>>);

impl<V: Vendor> VisitSamples<V> for SampleRequests {
    fn operation<E: Sample<Vendor = V>>(&mut self) {
        self.0
            .push(E::samples().into_iter().map(SampleRequest::new).collect());
    }
}

impl SampleRequests {
    /// All samples.
    pub fn all(self) -> Vec<SampleRequest> {
        self.0.into_iter().flatten().collect()
    }

    /// The sample with the most parameters of each operation.
    pub fn full(self) -> Vec<SampleRequest> {
        let first = |samples: Vec<SampleRequest>| samples.into_iter().next();
        self.0.into_iter().filter_map(first).collect()
    }

    /// The sample with the fewest parameters of each operation.
    pub fn smallest(self) -> Vec<SampleRequest> {
        let last = |mut samples: Vec<SampleRequest>| samples.pop();
        self.0.into_iter().filter_map(last).collect()
    }
}

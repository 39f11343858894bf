//! Both vendors in process: the sandbox, and what lets a client talk to it without a port.

mod service;

pub use registry_sandbox::*;

pub use self::service::SandboxService;

//! Both vendors in process: the sandbox, and an adapter that connects a client without a port.

mod service;

pub use registry_sandbox::*;

pub use self::service::SandboxService;

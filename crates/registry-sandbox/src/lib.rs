//! Both vendors on loopback: strict, stateful, in process or as a server.

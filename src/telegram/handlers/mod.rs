//! Endpoints: one function a thing that people do, named by it. Each reads, decides, and returns effects.

pub mod access;
pub mod admin;
pub mod general;
pub mod orders;
pub mod purchase;
pub mod resolve;

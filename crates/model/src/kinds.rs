//! Kinds that several entities share.

use avouch_shape::Input;

/// Who a role can be given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Input)]
pub enum RoleType {
    /// People.
    User,
    /// Machine-to-machine applications.
    MachineToMachine,
}

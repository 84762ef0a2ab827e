//! `/api/custom-profile-fields/properties`: what all fields share.

pub(super) mod sie_order;

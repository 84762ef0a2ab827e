//! `/api/custom-profile-fields/properties`

mod sie_order;

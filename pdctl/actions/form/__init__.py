"""The approval form (党务公开审批表): printed for signatures, registered from its scan, listed for countersignature."""

extension Optional {
    /// The value, which is there by the reason given; a fault of ours otherwise.
    func unwrapped(_ reason: String) -> Wrapped {
        guard let self else { preconditionFailure(reason) }
        return self
    }
}

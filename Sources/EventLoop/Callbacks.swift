/// Finds the object that registered a libevent callback from the callback's context.
///
/// Unretained: the object unregisters the callback before it goes, by freeing the libevent object that calls it.
package func callbackOwner<Owner: AnyObject>(
    _ context: UnsafeMutableRawPointer?, as type: Owner.Type = Owner.self
) -> Owner {
    guard let context = unsafe context else { preconditionFailure("libevent lost a callback's context") }
    return unsafe Unmanaged<Owner>.fromOpaque(context).takeUnretainedValue()
}

/// Takes a C value from a libevent callback into an actor on the loop, or back out.
///
/// `@unchecked` is sound because entering the actor checks that both sides are on the same thread.
@safe package struct UncheckedTransfer<Value>: @unchecked Sendable {
    /// The value taken across.
    package let value: Value

    /// Wraps a value for as long as it takes to enter the actor.
    package init(_ value: Value) { self.value = value }
}

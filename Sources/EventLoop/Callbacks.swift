/// The object that registered a libevent callback, found from the callback's context.
///
/// Unretained: an object that registers a callback takes it back before it goes, by freeing what it is registered
/// with.
package func callbackOwner<Owner: AnyObject>(
    _ context: UnsafeMutableRawPointer?, as type: Owner.Type = Owner.self
) -> Owner {
    guard let context = unsafe context else { preconditionFailure("libevent lost a callback's context") }
    return unsafe Unmanaged<Owner>.fromOpaque(context).takeUnretainedValue()
}

/// Takes a C value from a libevent callback into an actor on the loop, or back out.
///
/// `@unchecked` is sound because entering the actor checks that both sides are one thread.
@safe package struct UncheckedTransfer<Value>: @unchecked Sendable {
    /// What is taken across.
    package let value: Value

    /// Wraps a value for as long as it takes to enter the actor.
    package init(_ value: Value) { self.value = value }
}

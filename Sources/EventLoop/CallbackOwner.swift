/// The object that registered a libevent callback, found from the callback's context.
///
/// Unretained: whoever registers a callback takes it back, by freeing what it is registered with, before it goes.
package func callbackOwner<Owner: AnyObject>(
    _ context: UnsafeMutableRawPointer?, as type: Owner.Type = Owner.self
) -> Owner {
    guard let context = unsafe context else { preconditionFailure("libevent lost a callback's context") }
    return unsafe Unmanaged<Owner>.fromOpaque(context).takeUnretainedValue()
}

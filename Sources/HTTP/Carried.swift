/// Takes a C value from a libevent callback into an actor on the loop, or back out.
///
/// `@unchecked` is sound because `assumeIsolated` has just checked that both sides are one thread.
@safe struct Carried<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}

/// What stands in a request's path for the parameters of its route's pattern.
public struct PathParameters: Sendable {
    private let names: [String]
    private let values: [String]

    /// The parameters of a path without any.
    init() {
        self.init(names: [], values: [])
    }

    /// `values` by `names`, one for one.
    init(names: [String], values: [String]) {
        precondition(names.count == values.count, "\(names.count) parameters cannot have \(values.count) values")
        self.names = names
        self.values = values
    }

    /// The value of `name`: percent-decoded, not empty, without slash and ASCII's control characters; otherwise
    /// whatever the client sent.
    ///
    /// The pattern has to have this parameter: which names there are depends on no request.
    public subscript(name: String) -> String {
        guard let position = names.firstIndex(of: name) else {
            preconditionFailure("the route has no parameter \(name)")
        }
        return values[position]
    }
}

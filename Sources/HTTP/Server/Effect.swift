/// What a request to a route does: who may send it depends on that.
public enum Effect: Sendable {
    /// It only reads: nothing is different afterwards.
    case reads

    /// It changes something for whoever runs the server.
    case changes

    /// It changes what any stranger may: a message of another server, which is judged by what it says.
    case announces
}

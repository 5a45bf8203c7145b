import HTTP
extension Request { var remoteHost: String { "127.0.0.1" } }

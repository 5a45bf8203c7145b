public import HTTP

/// Where a peer listens.
public typealias PeerAddress = Origin

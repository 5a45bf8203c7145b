/// Places by address, collected before they are written.
struct GatheredPlaces {
    /// In chain order.
    private(set) var places: [Address: [Place]] = [:]

    /// Their size in memory, as far as it grows with the chain.
    private(set) var bytes = 0

    mutating func add(_ payment: Payment, height: Int) {
        let place = Place(height: height, position: payment.position)
        bytes += MemoryLayout<Place>.size
        if let index = places.index(forKey: payment.address) {
            places.values[index].append(place)
        } else {
            // A slice of a block's text would keep all of it in memory: megabytes for a name.
            let address = payment.address.detached
            places[address] = [place]
            bytes += address.bytes.count
        }
    }

    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        bytes = 0
    }
}

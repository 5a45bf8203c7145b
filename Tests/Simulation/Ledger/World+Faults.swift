internal import Chain
internal import HTTP
internal import Node
internal import Wording

/// What a planted fault makes of a peer's chain.
extension World {
    func changed(
        _ answer: Result<PeerChain, PeerFault>, of peer: PeerAddress, for life: Life
    ) -> Result<PeerChain, PeerFault> {
        switch (plan.fault, answer) {
        case (.blamed, .failure(let fault)) where fault.isNotYet: return .failure(.refused(.empty))
        case (.blamed, .success(let chain)) where chain.rest?.isNotYet == true: return .failure(.refused(.empty))
        case (.forgotten, .failure(let fault)) where fault.isNotYet: forgotten.insert([life.machine, number(peer)])
        case (.forgotten, .success(let chain)) where chain.rest?.isNotYet == true:
            forgotten.insert([life.machine, number(peer)])
        default: break
        }
        guard forgotten.contains([life.machine, number(peer)]) else { return answer }
        return .failure(.noAnswer(Statement(.unreachable)))
    }

    private func number(_ peer: PeerAddress) -> Int { numbers[peer] ?? -1 }
}

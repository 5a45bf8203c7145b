internal import Node
@testable import Service
internal import Testing

@Suite struct `The directory a node takes unless told` {
    private func path(_ variables: [String: String], port: UInt16 = 5000) -> String? {
        DefaultDataDirectory.path(port: port) { variables[$0] }
    }

    @Test func `is in the user's data directory, one for each port`() {
        #expect(path(["XDG_DATA_HOME": "/data", "HOME": "/home/ada"]) == "/data/forgechain/5000")
        #expect(path(["XDG_DATA_HOME": "/data"], port: 65535) == "/data/forgechain/65535")
    }

    @Test(arguments: [nil, "", "data", "./data", "~/data"])
    func `is below the home directory when XDG_DATA_HOME is not an absolute path`(data: String?) {
        var variables = ["HOME": "/home/ada"]
        variables["XDG_DATA_HOME"] = data
        #expect(path(variables) == "/home/ada/.local/share/forgechain/5000")
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "ada"], ["XDG_DATA_HOME": "data", "HOME": "."]])
    func `is not there when no variable has an absolute path`(variables: [String: String]) {
        #expect(path(variables) == nil)
    }

    @Test func `has no empty parts`() {
        #expect(path(["XDG_DATA_HOME": "/data//"]) == "/data/forgechain/5000")
        #expect(path(["HOME": "/"]) == "/.local/share/forgechain/5000")
        #expect(path(["XDG_DATA_HOME": "/"]) == "/forgechain/5000")
    }

    @Test func `is found by the process' environment`() {
        #expect(
            DefaultDataDirectory.path(port: 1)
                == DefaultDataDirectory.path(port: 1, environment: DefaultDataDirectory.variable))
        #expect(DefaultDataDirectory.variable("PATH")?.isEmpty == false)
        #expect(DefaultDataDirectory.variable("FORGECHAIN_HAS_NO_SUCH_VARIABLE") == nil)
    }
}

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "forgechain",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibEvent",
            pkgConfig: "libevent",
            providers: [.apt(["libevent-dev"])]
        ),
        .target(name: "EventLoop", dependencies: ["CLibEvent"], swiftSettings: .boundary),
        .target(name: "HTTP", dependencies: ["CLibEvent", "EventLoop"], swiftSettings: .boundary),
    ],
    swiftLanguageModes: [.v6]
)

extension [SwiftSetting] {
    /// What every target is compiled with.
    static var house: [SwiftSetting] {
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
    }

    /// The targets that touch libevent: each unsafe expression has to be marked.
    static var boundary: [SwiftSetting] { house + [.strictMemorySafety()] }
}

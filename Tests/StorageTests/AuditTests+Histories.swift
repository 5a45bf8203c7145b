internal import Records
internal import Storage
internal import TestSupport
internal import Testing

extension `An audit` {
    @Test(arguments: [
        AuditCase(
            "DELETE FROM payment WHERE address = 'bob' AND height = 3 AND position = 2",
            Finding.missing(3, [(2, "bob")])),
        AuditCase("DELETE FROM payment WHERE height = 5", Finding.missing(5, lastBlockPayments)),
        AuditCase(
            "INSERT INTO payment VALUES ('eve', 3, 1), ('', 5, 1)",
            Finding.stray(3, [(1, "eve")]) + Finding.stray(5, [(1, "")])),
        AuditCase(
            "INSERT INTO payment VALUES ('bob', 1, 1), ('bob', 6, 1)",
            Finding.stray(1, [(1, "bob")]) + Finding.stray(6, [(1, "bob")])),
        AuditCase(
            "UPDATE payment SET position = 4 WHERE address = 'ada' AND height = 3",
            Finding.missing(3, [(3, "ada")]) + Finding.stray(3, [(4, "ada")])),
        AuditCase(
            "UPDATE payment SET address = 'BOB' WHERE address = 'bob' AND height = 5",
            Finding.missing(5, [(1, "bob")]) + Finding.stray(5, [(1, "BOB")])),
        // A longer name is a different one, even after a NUL.
        AuditCase(
            "UPDATE payment SET address = CAST(x'626f6200' AS TEXT) WHERE address = 'bob' AND height = 5",
            Finding.missing(5, [(1, "bob")]) + Finding.stray(5, [(1, "bob\0")])),
    ])
    func `finds what is wrong with histories`(example: AuditCase) async throws {
        let damaged = try await Damaged()
        try damaged.payments(example.sql)
        #expect(try Set(audit(damaged.folder.path)) == Set(example.findings))
    }

    @Test(arguments: [
        AuditCase("UPDATE history SET count = 9 WHERE address = 'bob'", .historyPart(height: 3, address: "bob")),
        AuditCase(
            "UPDATE history SET position = 2 WHERE address = 'bob'", .historyPart(height: 3, address: "bob")),
        AuditCase(
            "UPDATE history SET places = '[[3,1],[5,1],[3,2]]' WHERE address = 'bob'",
            .historyPart(height: 3, address: "bob")),
        AuditCase(
            "UPDATE history SET places = '[[3,1],[3,2],[5,1.0]]' WHERE address = 'bob'",
            .historyPart(height: 3, address: "bob")),
        AuditCase(
            """
            UPDATE history SET count = 2, places = '[[3,1],[5,1]]' WHERE address = 'bob';
            INSERT INTO history VALUES ('bob', 3, 2, 1, '[[3,2]]')
            """, .historyPart(height: 3, address: "bob")),
        AuditCase(
            "UPDATE history SET places = '[[5,' WHERE address = '0' AND height = 3",
            [.historyPart(height: 3, address: "0")] + Finding.missing(3, [(3, "0")]) + Finding.missing(5, [(2, "0")])),
        AuditCase(
            #"UPDATE history SET places = '[3, "x", [], [{}, "y"], [5,2], [3,3]]' WHERE address = '0'"#,
            [.historyPart(height: 3, address: "0")] + Finding.stray(0, [(0, "0")])),
        AuditCase(
            "UPDATE history SET places = x'ff' WHERE address = '0'",
            [.historyPart(height: 3, address: "0")] + Finding.missing(3, [(3, "0")]) + Finding.missing(5, [(2, "0")])),
        AuditCase(
            "UPDATE history SET count = 'x' WHERE address = 'bob'",
            .historyPart(height: 3, address: "bob")),
    ])
    func `finds what is wrong with how histories are kept`(example: AuditCase) async throws {
        let damaged = try await Damaged()
        try damaged.sql(example.sql)
        #expect(try Set(audit(damaged.folder.path)) == Set(example.findings))
    }
}

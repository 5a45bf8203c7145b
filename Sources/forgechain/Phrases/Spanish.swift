extension Phrase {
    /// The words in Spanish.
    var spanish: String {
        switch self {
        case .blocks: "{n} {count|bloque|bloques}"
        case .transactions: "{n} {count|transacción|transacciones}"
        case .peers: "{n} {count|nodo conocido|nodos conocidos}"
        case .events: "{n} {count|evento|eventos}"
        case .days: "{n} {count|día|días}"
        case .hours: "{n} {count|hora|horas}"
        case .minutes: "{n} {count|minuto|minutos}"
        case .seconds: "{n} {count|segundo|segundos}"
        case .hexZeros: "{n} ceros hexadecimales"
        case .guesses: "{n} intentos"
        case .node: "nodo"
        case .address: "dirección"
        case .addressWithVersion: "{address}, versión {version}"
        case .chain: "cadena"
        case .chainWithTip: "{blocks}, el más nuevo {tip}"
        case .rules: "reglas"
        case .difficulty: "dificultad"
        case .pending: "pendiente"
        case .peersRow: "conocidos"
        case .peersTold: "{n}, se les cuenta lo nuevo"
        case .networkRow: "red"
        case .target: "target"
        case .work: "trabajo"
        case .mining: "minado"
        case .notMining: "no"
        case .interval: "intervalo"
        case .minesEvery: "{span} de un bloque a la búsqueda siguiente"
        case .kernel: "núcleo"
        case .running: "en marcha"
        case .runningFor: "desde hace {span}"
        case .search: "bloque {height}, {share}% de las búsquedas acabadas, se esperan {expected} intentos"
        case .searchRate: ", {rate} por segundo"
        case .columnBlock: "bloque"
        case .columnMade: "hecho"
        case .columnHash: "hash"
        case .columnProof: "prueba"
        case .columnTransactions: "transacciones"
        case .doesNotFollow: "MAL: no sigue al bloque anterior."
        case .more: "{n} más"
        case .noBlockYet: "La cadena aún no tiene el bloque {height}."
        case .noPayment: "(no es un pago)"
        case .forMining: "{amount} a {recipient} por minar"
        case .granted: "{amount} a {recipient}, concedido al principio"
        case .blockMined: "Bloque {height}"
        case .blockProof: ": prueba {proof}"
        case .willBeAdded: "La transacción se añadirá al bloque {height}."
        case .itsID: "Su id es {id}."
        case .takenWithoutID: "El nodo la tomó sin el id: no difunde noticias."
        case .replaced: "Nuestra cadena fue reemplazada"
        case .kept: "Nuestra cadena se queda"
        case .olderThanCount: "El nodo en {url} forjó {blocks}: es más viejo que --count."
        case .peersAdded: "Se añadieron nodos"
        case .peerRemoved: "Se quitó el nodo"
        case .noPeers: "No conoce ningún nodo. Añada uno con: forgechain peers --add http://host:port"
        case .columnAddress: "dirección"
        case .columnState: "estado"
        case .columnBlocks: "bloques"
        case .columnLastSeen: "última vez"
        case .columnVersion: "versión"
        case .never: "nunca"
        case .gossips: "difunde"
        case .stateUp: "conectado"
        case .stateDown: "inalcanzable"
        case .stateUnknown: "sin contacto"
        case .stateOtherNetwork: "otra red"
        case .stateThisNode: "este nodo"

        // Large numbers, long proofs, lists.
        case .largeNumbers: "12 billones, 6 millones"
        case .longProof: "{beginning}... ({n} cifras)"
        case .listed: "{list}, {item}"
        case .detailed: "{what}: {detail}"
        case .shownOf: "{shown} de {all}."
        case .nextBegin: " Lo siguiente empieza en --from {from}."
        case .inBlock: "bloque {height}"

        // Transactions: pending, history, tx, send.
        case .nothingPending: "No hay nada pendiente."
        case .nothingInHistory: "No se envió ni se recibió nada."
        case .isPending: "Está pendiente: ningún bloque la contiene aún."
        case .isInBlock: "Está en el bloque {height}."
        case .isUnderBlocks: "Está en el bloque {height}, con {blocks} encima."
        case .payUnseen: "La cadena nunca ha visto {recipient}. ¿Pagarle {amount} de todos modos?"
        case .nothingSent: "No se envió nada."
        case .toldNoNumbers: "El nodo da un nonce o una comisión que no lo es. Dé otros con --nonce y --fee."
        case .practiceNetwork: "{network}, la red de prácticas"
        case .signsForAnother:
            """
            {name} firma para la red {kept}, y el nodo en {url} dice ser de {title}. No se firmó nada. Pregunte a un \
            nodo de la primera; o si quiere la otra, diga --network {network}.
            """
        case .signsFromNow: "Desde ahora {name} firma solo para esta red: {title}"
        case .networkIs: "La red es {title}"

        // Branches that fell out: forks.
        case .forks: "{n} {count|bifurcación|bifurcaciones}"
        case .nothingFell: "Nada ha caído de la cadena."
        case .fell: "{blocks} tras el bloque {common} {count|cayó|cayeron}: en su lugar llegó una cadena de {length}"
        case .fellTo:
            """
            {blocks} tras el bloque {common} {count|cayó|cayeron}: en su lugar llegó de {source} una cadena de {length}
            """
        case .notRemembered: "{n} {count|bloque anterior no recordado|bloques anteriores no recordados}"
        case .minedBy: ", minado por {miner}"
        case .fateWaiting: "vuelve a esperar un bloque"
        case .fateCarried: "está en el bloque {height} de la cadena"
        case .fateGone: "se perdió: {reason}"
        case .fateUnknown: "quién sabe dónde está"
        case .goneNotPosted: "nadie lo envió a este nodo, y no tiene id"
        case .goneNoRoom: "lo trajeron otros nodos, y para lo que ellos traen no quedaba sitio"
        case .goneNonceUsed: "otro pago con su nonce está en la cadena"
        case .goneNotPayable: "no se puede pagar, espera otro con su nonce, o no quedaba sitio"
        case .goneReward: "una recompensa pertenece solo a su bloque"
        case .goneUnsaid: "nadie dice por qué"

        // Accounts: balance, accounts.
        case .amountWaits: "{n} en espera"
        case .noKeyToShow: "No hay ninguna clave. Cree una con forgechain key new NAME, o dé una dirección."
        case .columnBalance: "saldo"
        case .columnPayments: "pagos"
        case .accountsOf: "{shown} de {all}: --from {next}"

        // A block explained: block, explain.
        case .madeAt: ", hecho el {time}"
        case .notInChain: ", no está en la cadena de este nodo"
        case .everyRuleHolds: "Se cumplen todas las reglas."
        case .nextDoesNotFit: "Encaja con el bloque anterior, pero el siguiente de la cadena ya no encaja con él."
        case .ruleIsBroken: "Se incumple una regla: un nodo al que se le ofrezca este bloque lo rechaza."
        case .verdictUnknown: "El nodo no conoce algo con lo que hay que compararlo."
        case .proofSeals: "Su prueba empieza con el SHA-256 de su cabecera, y así lo sella"
        case .sealRow: "sello"
        case .guessRow: "intento"
        case .paysRow: "paga"
        case .workAbout: "unos {n} intentos"
        case .paysReward: "{reward}, y {fees} en comisiones"
        case .andMore: "y {n} más"
        case .isThisText: "El bloque es este texto"
        case .andSoOn: "etcétera; {n} bytes, con --json"
        case .hashRepeated: "Su SHA-256 es su hash, que el bloque siguiente repite"
        case .puzzleOfProofs:
            "Su prueba resuelve el problema del bloque anterior: la última prueba y la prueba, una tras otra"
        case .puzzleOfHash:
            """
            Su prueba resuelve el problema del bloque anterior: la última prueba, la prueba y el último hash, uno \
            tras otro
            """
        case .zerosOfGuess: "Su SHA-256 empieza con {n} {count|cero|ceros}, y tiene que hacerlo con {difficulty}"
        case .checksTitle: "Comprobaciones"
        case .checkHolds: "bien"
        case .checkBroken: "MAL"
        case .fileNoBlock: "{file} tiene más de {limit} bytes, y ningún bloque es tan largo."

        // What a light client has found: receipt.
        case .notInAnyChain:
            "Ningún nodo muestra {id} en la cadena. Quizá espere un bloque: lo dice GET /transactions/{id} de un nodo."
        case .noChainShown: "Ningún nodo ha mostrado una cadena. Indique otro con --node."
        case .receiptPlace: "En el bloque {height} de {length}, desde el {time}, según su minero."
        case .receiptOnTop: "{blocks} encima: quien quiera deshacerlo hace {guesses}, más rápido que todos los demás."
        case .receiptReward: "Una recompensa de {amount} a {recipient}"
        case .receiptPayment: "{sender} paga {amount} a {recipient}, con una comisión de {fee}"
        case .leftOut: "excluido: {problem}"
        case .shownNothing: "no ha mostrado nada"
        case .endsThere: "; acaba ahí, pues {problem}"
        case .mostWork: "el mayor trabajo"
        case .sameChain: "la misma cadena"
        case .sameButNewest: "la misma cadena, sin los bloques más nuevos"
        case .otherWithLess: "otra cadena tras el bloque {common}, con menos trabajo"
        case .otherWithNoMore: "otra cadena tras el bloque {common}, sin más trabajo"
        case .proofBreaks: "su prueba incumple la regla {rule}: {problem}"
        case .proofRefuted:
            """
            según sus propias cabeceras su prueba incumple la regla {rule}: {problem}, salvo que su cadena fuera \
            reemplazada entretanto
            """
        case .headerBreaks: "el bloque {height} incumple la regla {rule}: {problem}"
        case .headersLate: "tardó más de {n} segundos en dar sus cabeceras"
        case .headersTooMany: "dice que su cadena tiene {n} bloques, y lo más son {limit}"
        case .headersTooFew: "dice que su cadena tiene {n} bloques, y envía {sent} cabeceras"

        // What happens: watch.
        case .eventStatus: "estado"
        case .eventBlock: "bloque"
        case .eventReplaced: "reemplazo"
        case .eventRefused: "rechazo"
        case .eventTransaction: "transacción"
        case .eventPeer: "conocido"
        case .eventLimit: "límite"
        case .eventMissed: "omitidos"
        case .nodeNamed: "nodo {id}"
        case .nPending: "{n} {count|pendiente|pendientes}"
        case .newBlock: "{height}, {hash}"
        case .chainRefused: "una cadena de {blocks}: {reason}"
        case .searchGivenUp: "se abandonó la búsqueda del bloque {height}"
        case .chainBytes: "la cadena tiene {bytes} de {limit} bytes"
        case .eventsLeftOut: "{n} {count|evento omitido|eventos omitidos}: demasiados a la vez"
        case .forkedBehind: "se bifurcó tras el bloque {common}: {blocks} {count|cayó|cayeron}, {n} hay ahora"
        case .pendingAgain: "; {transactions} {count|vuelve|vuelven} a esperar"
        case .minedHere: ", minado aquí"
        case .fromSource: ", de {source}"
        case .longTransaction: "una larga"
        case .inBrackets: " ({text})"
        case .peerAdded: "añadido"
        case .peerGone: "quitado"
        case .peerChanged: "cambió"

        // Values that no command of these takes.
        case .optionOutOfRange: "{option} es {value}, pero tiene que ser de {from} a {to}."
        case .optionTooSmall: "{option} es {value}, pero tiene que ser 1 o más."
        case .optionGoesWithout: "{option} no va con {other}."
        case .optionNeeds: "{option} necesita {other}."
        case .noBlockName:
            "«{text}» no es un bloque: dé su índice, como 1, su hash de 64 cifras hexadecimales, o latest."
        case .noTransactionID:
            "«{text}» no es un id: tiene 32 cifras hexadecimales en minúscula, o 64 en un libro mayor. send lo imprime."
        case .noLedgerID: "«{text}» no es un id: tiene 64 cifras hexadecimales en minúscula."
        case .tooManyNodes: "--node se da {n} veces, y se pregunta a {limit} nodos como mucho."
        case .nameNotUTF8: "El nombre no es UTF-8."
        case .senderNotUTF8: "El remitente no es UTF-8."
        case .recipientNotUTF8: "El destinatario no es UTF-8."
        case .amountNotUTF8: "El importe no es UTF-8."
        case .idWithoutFrom: "--id no va con --from: un pago firmado tiene id de todos modos."
        case .amountNoInteger: "El importe «{text}» no es un entero, y en un libro mayor todos lo son."
        case .numbersOutOfRange:
            """
            --fee, --nonce y el importe tienen que ser enteros hasta {most}, el importe desde 1 y los otros desde 0, \
            y --memo de 1 a {limit} bytes.
            """

        // Files and directories: import, verify, export, reset.
        case .standardInput: "La entrada estándar"
        case .standardOutput: "La salida estándar"
        case .cannotRead: "No se puede leer {name}: {problem}."
        case .cannotWrite: "No se puede escribir {name}: {problem}."
        case .isADirectory: "{path} es un directorio."
        case .readingBytes: "leyendo bytes"
        case .writingBlocks: "escribiendo bloques"
        case .migratingBlocks: "poniendo bloques al día"
        case .addressNoFile:
            "{url} es una dirección y no un archivo. Importe lo que responde: curl -s {url} | forgechain import -"
        case .tooManyFiles: "Hay {n} archivos, y como mucho se leen {limit} a la vez."
        case .importChain: "la cadena"
        case .importOfNetwork: " de la red {network}"
        case .importOfFile: " de {file}"
        case .imported: "{chain} tiene {blocks} y tenía {before}."
        case .importReturned:
            """
             {n} {count|transacción aceptada vuelve|transacciones aceptadas vuelven} a estar \
            {count|pendiente|pendientes}.
            """
        case .importConfirmed: " {n} ya no {count|está pendiente|están pendientes}: {count|la|las} lleva la cadena."
        case .importDropped: " {n} {count|ha|han} desaparecido: las cuentas de la cadena no {count|la|las} permiten."
        case .judged: "{chain} es válida y tiene {blocks}, el más nuevo {tip}; {place}. No se cambió nada."
        case .judgedAlone: "aquí aún no hay nada guardado"
        case .judgedInPlace: "ocuparía el lugar de una de {blocks}"
        case .acceptedTransactions: "{n} {count|transacción aceptada|transacciones aceptadas}"
        case .verified: "{blocks}, {accepted}, {n} {count|pendiente|pendientes}: {result}."
        case .verifiedSound: "todo en orden"
        case .verifiedFindings: "{n} {count|hallazgo|hallazgos}"
        case .verifiedMany: "{n} hallazgos, de los que se cuentan los primeros {told}"
        case .checkingDatabase: "comprobando la base de datos"
        case .checkingBlocks: "comprobando bloques"
        case .checkingTransactions: "comprobando transacciones"
        case .nothingKept: "No hay nada guardado en {path}."
        case .nobodyToAsk: "No hay a quién preguntar si se vacía {path}: dígalo con --yes."
        case .resetQuestion: "¿Borrar para siempre lo guardado en {path}?"
        case .nothingDeleted: "No se borró nada."
        case .beginsAnew: "{path}: el próximo nodo empieza de nuevo."
        case .yesOrNo: "s/N"
        case .yes: "s si sí y yes"

        // A node that begins: serve.
        case .pageRow: "página"
        case .elsewhereRow: "otras máq."
        case .keptRow: "guarda en"
        case .keptNowhere: "solo en memoria, así que al final se olvida todo"
        case .leadingZeros: "{n} {count|cero inicial|ceros iniciales}"
        case .rulesWithDifficulty: "{rules}, {zeros}"
        case .chainWithPending: "{chain}, y {transactions} sin incluir"
        case .noPeersYet: "ninguno aún: --peer HOST:PORT, o en la página"
        case .stopRow: "para parar"
        case .stopKeeping: "Ctrl-C; lo aceptado se conserva"
        case .outputUnwritten: "No se puede escribir en la salida estándar: {problem}."
        case .payToUnknown:
            "--pay-to no es ni una dirección de 64 dígitos hexadecimales en minúsculas ni una clave: {problem}"
        case .noLimits: "{path} no contiene límites: no es un texto de {limit} bytes como mucho."

        // Words that are no command.
        case .noCommand: "No existe la orden {command} {word}. {command} --help muestra las que hay: {names}."
        case .commandMeant:
            """
            No existe la orden {command} {word}. ¿Quería decir {command} {meant}? {command} --help muestra las que \
            hay: {names}.
            """
        case .optionAsksNode:
            "{option} es para órdenes que preguntan a un nodo. Nombre una, como forgechain status {words}."

        // A network's first block: genesis, --genesis, --network.
        case .noSuchNetwork: "No puede haber tal red: {problem}. Elija menos --reward, --halving o --grant."
        case .networkMeasured:
            """
            La red es {network}, y al principio un bloque cuesta {guesses} intentos, pues esta máquina hizo {rate} \
            por segundo. {advice}
            """
        case .networkGiven:
            "La red es {network}, y al principio un bloque cuesta {guesses} intentos, como dice --target. {advice}"
        case .networkAdvice:
            """
            El dinero quiere un primer bloque propio, hecho cuando empieza la red y según lo que pueden sus \
            máquinas: úselo para una sola red, y arránquela ahora.
            """
        case .noFirstBlockTooLong: "{path} no contiene un primer bloque: tiene más de {limit} bytes."
        case .noFirstBlockJSON: "{path} no contiene JSON: {problem}."
        case .noFirstBlock: "{path} no contiene el primer bloque de un libro de cuentas: {problem}."
        case .genesisUnreachable:
            """
            Ningún nodo responde en {url}, así que no se puede obtener el primer bloque de la red. Nombre otro \
            nodo, o un archivo, con --genesis.
            """
        case .networkTwice: "--network va sin --genesis."
        case .noNetworkHash:
            """
            {flag} es «{text}», pero tiene que ser el hash del primer bloque de una red: 64 dígitos hexadecimales \
            en minúsculas.
            """

        // Keys, passphrases and tokens: key, and files with secrets.
        case .noKeys: "No hay claves. Cree una con: forgechain key new NAME"
        case .keyNameColumn: "nombre"
        case .keyLocked: "cerrada"
        case .keyNotLocked: "sin cerrar"
        case .keyIs: "{name} es {address}"
        case .keySpendable: "Quien lea esto puede gastar todo lo que llegue a tener la dirección de la clave."
        case .keyUnprotected: "La clave no tiene contraseña: quien lea {path} puede gastar lo que tiene."
        case .removeWithoutAsking: "No hay terminal en la que preguntar: diga --yes para borrar {name} para siempre."
        case .removeQuestion: "¿Borrar {name} para siempre? Sin una copia se pierde lo que tiene su dirección."
        case .nothingRemoved: "No se borró nada."
        case .passphraseTwice: "--no-passphrase va sin --passphrase-file."
        case .askSeed: "Semilla: "
        case .askPassphrase: "Contraseña de {name}: "
        case .askNewPassphrase: "Contraseña para {name}: "
        case .askAgain: "La misma otra vez: "
        case .passphraseNeeded:
            "La clave {name} está cerrada: dé un archivo con su contraseña, mediante --passphrase-file."
        case .passphraseOther: "Esa era otra contraseña, así que no se creó nada. Pruebe otra vez."
        case .passphraseMissing: "No se dio ninguna contraseña, así que no se hizo nada."
        case .passphraseEmpty: "Una contraseña vacía no cierra nada, así que no se hizo nada."
        case .passphraseFileTooLong: "{path} contiene más que una contraseña: tiene más de {limit} bytes."
        case .passphraseFileEmpty: "{path} no contiene ninguna contraseña: su primera línea está vacía."
        case .tokenFileTooLong: "{path} contiene más que un token: tiene más de {limit} bytes."
        case .tokenFileWrong: "{path} no contiene ningún token: {problem}. Cree uno con: openssl rand -hex 32"
        case .secretWritable: "otros además de su dueño pueden escribir {path} (modo 0{mode}): chmod 600 {path}"
        case .secretReadable:
            """
            otros usuarios de esta máquina pueden leer {secret} (modo 0{mode}): chmod 600 {path}, o para el secreto \
            de un contenedor mode: 0400 y el uid del nodo
            """
        case .secretToken: "el token"
        case .secretSeed: "la semilla"
        case .secretPassphrase: "la contraseña"
        case .warning: "Aviso: {text}"
        case .noHomeForKeys: "No hay ni HOME ni XDG_DATA_HOME: defina uno, para decir dónde están sus claves."
        }
    }
}

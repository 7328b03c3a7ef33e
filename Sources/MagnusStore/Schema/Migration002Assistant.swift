import GRDB

/// The tables of requirement L7. They mirror an existing system, so snake case and JSON columns are right here; the
/// JSON is checked.
enum Migration002Assistant {
    static let name = "002-assistant"

    static func migrate(_ database: Database) throws {
        try database.execute(sql: conversationTables)
        try database.execute(sql: learningTables)
        try database.execute(sql: factTables)
    }

    private static let conversationTables = """
        CREATE TABLE mfa_conversations (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
            session_id TEXT NOT NULL,
            message_type TEXT NOT NULL CHECK (message_type IN ('user', 'assistant')),
            content TEXT NOT NULL,
            intent TEXT,
            intent_confidence REAL CHECK (intent_confidence BETWEEN 0 AND 1),
            metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX mfa_conversations_on_session ON mfa_conversations (user_id, session_id, created_at);

        CREATE TABLE mfa_agent_logs (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
            conversation_id TEXT REFERENCES mfa_conversations(id) ON DELETE SET NULL,
            agent_name TEXT NOT NULL,
            task_description TEXT NOT NULL,
            tools_used TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tools_used)),
            execution_time_ms REAL NOT NULL,
            success INTEGER NOT NULL CHECK (success IN (0, 1)),
            error_message TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX mfa_agent_logs_on_conversation ON mfa_agent_logs (conversation_id);
        CREATE INDEX mfa_agent_logs_on_user ON mfa_agent_logs (user_id, created_at);

        CREATE TABLE mfa_knowledge_base (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            document_type TEXT NOT NULL,
            document_path TEXT NOT NULL,
            chunk_id TEXT NOT NULL,
            embedding_model TEXT,
            last_indexed INTEGER NOT NULL,
            metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (document_path, chunk_id)
        ) STRICT;

        CREATE TABLE mfa_alerts (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
            monitor TEXT NOT NULL,
            condition_key TEXT NOT NULL,
            priority TEXT NOT NULL CHECK (priority IN ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW')),
            title TEXT NOT NULL,
            message TEXT NOT NULL,
            actions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(actions)),
            finding TEXT NOT NULL CHECK (json_valid(finding)),
            status TEXT NOT NULL CHECK (status IN ('active', 'acknowledged', 'snoozed', 'dismissed', 'resolved')),
            times_raised INTEGER NOT NULL CHECK (times_raised >= 1),
            acknowledged_at INTEGER,
            snoozed_until INTEGER,
            dismissed_at INTEGER,
            resolved_at INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX mfa_alerts_on_status ON mfa_alerts (user_id, status, updated_at);
        CREATE INDEX mfa_alerts_on_condition ON mfa_alerts (user_id, condition_key);
        """

    private static let learningTables = """
        CREATE TABLE mfa_decisions (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
            conversation_id TEXT REFERENCES mfa_conversations(id) ON DELETE SET NULL,
            decision_type TEXT NOT NULL CHECK (decision_type IN ('recommendation', 'analysis', 'alert')),
            decision_content TEXT NOT NULL CHECK (json_valid(decision_content)),
            reasoning TEXT NOT NULL,
            confidence_score REAL CHECK (confidence_score BETWEEN 0 AND 1),
            sources TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sources)),
            agents_involved TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(agents_involved)),
            user_response TEXT CHECK (user_response IN ('accepted', 'rejected', 'modified')),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX mfa_decisions_on_user ON mfa_decisions (user_id, created_at);
        CREATE INDEX mfa_decisions_on_conversation ON mfa_decisions (conversation_id);

        CREATE TABLE mfa_outcomes (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
            decision_id INTEGER NOT NULL REFERENCES mfa_decisions(id) ON DELETE CASCADE,
            trade_id TEXT,
            outcome TEXT NOT NULL CHECK (outcome IN ('win', 'loss', 'pending')),
            pnl REAL,
            roi_percent REAL,
            actual_vs_expected TEXT CHECK (actual_vs_expected IS NULL OR json_valid(actual_vs_expected)),
            lessons_learned TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX mfa_outcomes_on_decision ON mfa_outcomes (decision_id);
        CREATE INDEX mfa_outcomes_on_user ON mfa_outcomes (user_id);

        CREATE TABLE mfa_user_preferences (
            user_id TEXT NOT NULL PRIMARY KEY REFERENCES user(id) ON DELETE CASCADE,
            risk_tolerance TEXT,
            favorite_symbols TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(favorite_symbols)),
            avoid_symbols TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(avoid_symbols)),
            preferred_strategies TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(preferred_strategies)),
            typical_position_size REAL,
            typical_dte INTEGER,
            profit_target_pct REAL,
            max_loss_pct REAL,
            voice_enabled INTEGER NOT NULL DEFAULT 0 CHECK (voice_enabled IN (0, 1)),
            notification_preferences TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(notification_preferences)),
            learned_patterns TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(learned_patterns)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE mfa_patterns (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
            pattern_name TEXT NOT NULL,
            pattern_type TEXT NOT NULL CHECK (pattern_type IN ('strategy', 'timing', 'conditions')),
            conditions TEXT NOT NULL CHECK (json_valid(conditions)),
            win_rate REAL CHECK (win_rate BETWEEN 0 AND 1),
            avg_roi REAL,
            sample_size INTEGER NOT NULL CHECK (sample_size >= 0),
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            description TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX mfa_patterns_on_user ON mfa_patterns (user_id, pattern_type);
        """

    private static let factTables = """
        CREATE TABLE analyses (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id) ON DELETE CASCADE,
            symbol TEXT NOT NULL,
            report TEXT NOT NULL CHECK (json_valid(report)),
            metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX analyses_on_symbol ON analyses (user_id, symbol, created_at);

        CREATE TABLE market_data (
            symbol TEXT NOT NULL,
            date TEXT NOT NULL,
            source TEXT NOT NULL,
            open REAL NOT NULL CHECK (open > 0),
            high REAL NOT NULL CHECK (high >= low),
            low REAL NOT NULL CHECK (low > 0),
            close REAL NOT NULL CHECK (close > 0),
            volume REAL NOT NULL CHECK (volume >= 0),
            indicators TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(indicators)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (symbol, date, source)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit_logs (
            sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            user_id TEXT NOT NULL DEFAULT 'owner' REFERENCES user(id),
            action TEXT NOT NULL,
            data TEXT NOT NULL CHECK (json_valid(data)),
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX audit_logs_on_user ON audit_logs (user_id, created_at);
        CREATE TRIGGER audit_logs_never_change BEFORE UPDATE ON audit_logs
            BEGIN SELECT RAISE(ABORT, 'audit_logs is append-only'); END;
        CREATE TRIGGER audit_logs_never_delete BEFORE DELETE ON audit_logs
            BEGIN SELECT RAISE(ABORT, 'audit_logs is append-only'); END;
        """
}

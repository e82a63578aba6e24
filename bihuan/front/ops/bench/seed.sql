-- Tickets %(first)s to %(last)s of a desk's life of two years, oldest first, each with what belongs to it.
-- Two of a hundred are unfinished, and 2,000 of 10,000 or more, so that pages show as much at any size. Keys hang together: ticket n has entries 3n-2 to 3n, clocks 3n-2 to 3n, assignment n.

CREATE TEMP TABLE leaf AS
    SELECT row_number() OVER (ORDER BY c.id) - 1 AS k, c.id, c.code, c.kind, c.team_id, t.code AS team
    FROM catalogue_category c JOIN people_team t ON t.id = c.team_id WHERE c.is_active;
CREATE TEMP TABLE agent AS
    SELECT m.team_id, row_number() OVER (PARTITION BY m.team_id ORDER BY m.person_id) - 1 AS k, m.person_id,
           count(*) OVER (PARTITION BY m.team_id) AS many
    FROM people_membership m;
CREATE TEMP TABLE asker AS
    SELECT row_number() OVER (ORDER BY p.id) - 1 AS k, p.id FROM people_person p
    WHERE NOT EXISTS (SELECT FROM people_grant g WHERE g.person_id = p.id);

CREATE TEMP TABLE drawn AS
    SELECT n, w.title, w.text, l.id AS category, l.code, l.kind, l.team_id, l.team, a.person_id AS handler, s.id AS person,
           now() - interval '730 days' * (%(last)s - n) / %(last)s - interval '1 hour' AS filed,
           1 + n %% 4 AS priority,
           CASE WHEN n > %(last)s - greatest(%(last)s / 50, least(2000, %(last)s / 5))
                THEN (ARRAY['new','in_progress','in_progress','in_progress','in_progress','in_progress','waiting','waiting','resolved','confirmed'])[1 + n %% 10]
                WHEN n %% 33 = 0 THEN 'withdrawn' WHEN n %% 33 = 1 THEN 'turned_away' ELSE 'closed' END AS state
    FROM generate_series(%(first)s, %(last)s) AS n
    JOIN words w ON w.k = n %% (SELECT count(*) FROM words)
    JOIN leaf l ON l.k = (n * 7) %% (SELECT count(*) FROM leaf)
    LEFT JOIN agent a ON a.team_id = l.team_id AND a.k = (n / 11) %% a.many
    JOIN asker s ON s.k = (n * 13) %% (SELECT count(*) FROM asker);

INSERT INTO tickets_ticket (id, number, person_id, channel, kind, language, title, description, answers, category_id, impact, urgency,
        priority, state, team_id, handler_id, filed_at, first_contact_at, accepted_at, resolved_at, confirmed_at, closed_at,
        changed_at, due_at, warn_at, due_promise, nudges, news_since)
    SELECT n, 'B-' || to_char(filed, 'YYYYMMDD') || '-' || n, person, (ARRAY['email','portal','phone'])[1 + n %% 3], kind, 'zh-hans',
           title, text, '{}', category, 3, 2, priority, state, team_id, CASE WHEN state <> 'new' THEN handler END, filed,
           CASE WHEN state <> 'new' THEN filed + interval '20 minutes' END, CASE WHEN state <> 'new' THEN filed + interval '10 minutes' END,
           CASE WHEN state IN ('resolved','confirmed','closed') THEN filed + interval '50 minutes' END,
           CASE WHEN state IN ('confirmed','closed') THEN filed + interval '55 minutes' END,
           CASE WHEN state = 'closed' THEN filed + interval '58 minutes' END, filed + interval '59 minutes',
           CASE WHEN state IN ('new','in_progress') THEN now() + interval '1 minute' * (n %% 2000 - 100) END,
           CASE WHEN state IN ('new','in_progress') THEN now() + interval '1 minute' * (n %% 2000 - 160) END,
           CASE WHEN state IN ('new','in_progress') THEN 'resolution' ELSE '' END, 0,
           CASE WHEN state IN ('in_progress','waiting') AND n %% 7 = 0 THEN filed + interval '40 minutes' END
    FROM drawn;

INSERT INTO tickets_assignment (id, ticket_id, team_id, handler_id, reasons, since, accepted_at)
    SELECT n, n, team_id, CASE WHEN state <> 'new' THEN handler END, '{}', filed + interval '1 second',
           CASE WHEN state <> 'new' THEN filed + interval '10 minutes' END
    FROM drawn;

INSERT INTO tickets_entry (id, ticket_id, kind, by_id, at, via, text, quoted, html, warning)
    SELECT 3 * n - 2, n, 'answer', person, filed, 'email', text, '', '', '' FROM drawn
    UNION ALL SELECT 3 * n - 1, n, 'reply', handler, filed + interval '20 minutes', 'web', '您好，已经收到，正在查看，请稍候。', '', '', ''
    FROM drawn WHERE state <> 'new'
    UNION ALL SELECT 3 * n, n, 'answer', person, filed + interval '40 minutes', 'email', '谢谢，还是同样的提示。', '', '', ''
    FROM drawn WHERE state <> 'new';

INSERT INTO tickets_resolution (id, ticket_id, cause, solution, verification, is_workaround, knowledge, knowledge_why, article_number, by_id, at)
    SELECT n, n, '驱动程序过旧', '更新驱动程序后恢复。', '打印测试页正常', false, 'none_needed', '', '', handler, filed + interval '50 minutes'
    FROM drawn WHERE state IN ('resolved','confirmed','closed');

INSERT INTO tickets_hold (ticket_id, reason, why, since)
    SELECT n, 'person', '等待提单人补充型号', filed + interval '30 minutes' FROM drawn WHERE state = 'waiting';

INSERT INTO tickets_ticketevent (ticket_id, kind, facts, by_id, at, via, why)
    SELECT n, kind, facts, by_id, at, via, '' FROM (
        SELECT n, 1 AS k, 'ticket.filed' AS kind, '{"channel": "email"}'::jsonb AS facts, person AS by_id, filed AS at, 'email' AS via FROM drawn
        UNION ALL SELECT n, 2, 'ticket.classified', jsonb_build_object('category', code, 'impact', 3, 'urgency', 2, 'priority', priority,
            'was', '{"category": null, "impact": 3, "urgency": 2, "priority": 0}'::jsonb, 'words', '[]'::jsonb), NULL, filed, 'triage' FROM drawn
        UNION ALL SELECT n, 3, 'ticket.assigned', jsonb_build_object('assignment', n, 'team', team, 'handler', handler), NULL, filed, 'dispatch' FROM drawn
        UNION ALL SELECT n, 4, 'ticket.accepted', jsonb_build_object('assignment', n), handler, filed + interval '10 minutes', 'web'
            FROM drawn WHERE state <> 'new'
        UNION ALL SELECT n, 5, 'ticket.replied', jsonb_build_object('entry', 3 * n - 1), handler, filed + interval '20 minutes', 'web'
            FROM drawn WHERE state <> 'new'
        UNION ALL SELECT n, 6, 'ticket.answered', jsonb_build_object('entry', 3 * n), person, filed + interval '40 minutes', 'email'
            FROM drawn WHERE state <> 'new'
        UNION ALL SELECT n, 7, 'ticket.solved', jsonb_build_object('resolution', n), handler, filed + interval '50 minutes', 'web'
            FROM drawn WHERE state IN ('resolved','confirmed','closed')
    ) AS happened ORDER BY n, k;

-- First contact, acceptance and resolution; of those that run, one in a hundred is overdue already.
INSERT INTO sla_clock (id, ticket_id, promise, run, calendar_id, started_at, allowed, warn_before, due_at, warn_at, settled_at)
    SELECT 3 * n - 3 + k, n, (ARRAY['first_contact','acceptance','resolution'])[k], 1, (SELECT id FROM calendars_calendar WHERE code = 'round-the-clock'), filed,
           interval '8 hours', interval '30 minutes',
           CASE WHEN k = 3 AND state IN ('new','in_progress') THEN now() + interval '1 minute' * (n %% 2000 - 100)
                WHEN k = 3 AND state = 'waiting' THEN NULL ELSE filed + interval '8 hours' END,
           CASE WHEN k = 3 AND state IN ('new','in_progress') THEN now() + interval '1 minute' * (n %% 2000 - 160)
                WHEN k = 3 AND state = 'waiting' THEN NULL ELSE filed + interval '7 hours' END,
           CASE WHEN k = 3 AND state IN ('new','in_progress','waiting') THEN NULL ELSE filed + interval '15 minutes' * k END
    FROM drawn CROSS JOIN generate_series(1, 3) AS k;

INSERT INTO sla_alarm (clock_id, level, turn, fire_at, fired_at)
    SELECT id, level, 1, CASE WHEN level = 1 THEN warn_at ELSE due_at END,
           CASE WHEN (CASE WHEN level = 1 THEN warn_at ELSE due_at END) <= now() THEN now() END
    FROM sla_clock CROSS JOIN generate_series(1, 2) AS level
    WHERE settled_at IS NULL AND due_at IS NOT NULL AND ticket_id BETWEEN %(first)s AND %(last)s;

INSERT INTO search_searchdoc (kind, object_id, number, title, body, tokens, person_id, category_id, is_public, at)
    SELECT 'ticket', n, t.number, t.title, w.text, w.tokens || array_to_tsvector(ARRAY[lower(t.number), n::text]), t.person_id, t.category_id, false, t.filed_at
    FROM drawn JOIN tickets_ticket t ON t.id = n JOIN words w ON w.k = n %% (SELECT count(*) FROM words);

DROP TABLE leaf, agent, asker, drawn;

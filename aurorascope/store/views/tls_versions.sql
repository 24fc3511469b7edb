-- The authorized connections of one TLS version; 'none' is without TLS.
-- from: logins
-- rows: connection_rows
-- narrow: event tls_version
-- count: connections
SELECT
    event, coalesce(tls_version, 'none') AS tls_version, count(*) AS connections,
    count(*) / nullif(sum(count(*)) OVER (), 0) AS share_connections,
    count(DISTINCT tls_cipher) AS tls_ciphers, count(DISTINCT user_name) AS users,
    count(DISTINCT client_host) AS hosts
FROM logins
WHERE {where:logins} AND event = 'authorized'
GROUP BY 1, 2
ORDER BY connections DESC, tls_version

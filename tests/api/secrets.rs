//! `/api/secrets/{id}`

use avouch_testkit::on_both;

on_both!(a_secret_that_is_not_there_cannot_be_deleted, server, {
    server.management().await.delete("/api/secrets/nope").await.refuses(404, "entity.not_found");
});

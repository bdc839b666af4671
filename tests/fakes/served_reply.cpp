#include "tests/fakes/served_reply.h"

#include <nlohmann/json.hpp>

namespace orchard::test {

using nlohmann::json;

std::string to_line(const ServedReply& reply) {
  return json{{"stage", reply.stage == ServedReply::Stage::begun ? "begun" : "ended"},
              {"session", reply.session},
              {"agent", reply.agent},
              {"api_key", reply.api_key},
              {"message_id", reply.message_id},
              {"request_id", reply.request_id},
              {"model", reply.model},
              {"http_status", reply.http_status},
              {"input", reply.usage.input},
              {"output", reply.usage.output},
              {"cache_write_5m", reply.usage.cache_write_5m},
              {"cache_write_1h", reply.usage.cache_write_1h},
              {"cache_read", reply.usage.cache_read},
              {"aborted", reply.aborted}}
             .dump() +
         "\n";
}

core::Result<ServedReply> parse_served(std::string_view line) {
  try {
    const json object = json::parse(line);
    ServedReply reply;
    reply.stage =
        object.at("stage") == "begun" ? ServedReply::Stage::begun : ServedReply::Stage::ended;
    reply.session = object.at("session");
    reply.agent = object.at("agent");
    reply.api_key = object.at("api_key");
    reply.message_id = object.at("message_id");
    reply.request_id = object.at("request_id");
    reply.model = object.at("model");
    reply.http_status = object.at("http_status");
    reply.usage = {object.at("input"), object.at("output"), object.at("cache_write_5m"),
                   object.at("cache_write_1h"), object.at("cache_read")};
    reply.aborted = object.at("aborted");
    return reply;
  } catch (const json::exception& e) {
    return core::fail(core::ErrorCode::corrupt,
                      std::string("The served log holds a line that is no reply: ") + e.what());
  }
}

}  // namespace orchard::test

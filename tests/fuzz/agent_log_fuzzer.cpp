#include "agents/protocol/decode.h"
#include "agents/session/live_state.h"
#include "agents/session/translator.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// One input is a whole log: its lines are decoded, translated and reduced in order, and the state
// is saved and loaded after each of them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace orchard;
  const agents::TranslatorContext context{core::SessionId("fuzz"), 1, {}, "/w"};
  agents::Translator translator(context);
  agents::LiveState live;
  std::string_view log(reinterpret_cast<const char*>(data), size);
  std::uint64_t offset = 0;
  while (!log.empty()) {
    const std::string_view line = log.substr(0, log.find('\n'));
    log.remove_prefix(line.size() == log.size() ? log.size() : line.size() + 1);
    offset += line.size() + 1;
    const agents::Event event = agents::decode(line);
    agents::reduce(live, event);
    static_cast<void>(translator.feed(event, {core::Timestamp(core::Duration(1))}, offset));
    const auto loaded = agents::Translator::load(context, translator.save());
    if (!loaded || loaded->save() != translator.save()) std::abort();
  }
  static_cast<void>(translator.close_after_exit(core::Timestamp(core::Duration(2)),
                                                agents::ExitReason::ended_by_itself));
  return 0;
}

#include "tests/fakes/http_server.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

// usage: fake_messages_api SERVED_LOG [--latency-ms N]
int main(int argc, char** argv) {
  orchard::test::ServerOptions options;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--latency-ms" && i + 1 < argc)
      options.latency = std::chrono::milliseconds(std::atoi(argv[++i]));
    else
      options.served_log = argv[i];
  }
  if (options.served_log.empty()) {
    std::fputs("usage: fake_messages_api SERVED_LOG [--latency-ms N]\n", stderr);
    return 2;
  }
  try {
    orchard::test::serve(options);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "fake_messages_api: %s\n", e.what());
    return 1;
  }
}

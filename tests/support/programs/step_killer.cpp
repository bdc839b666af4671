// Preloaded into `orchard`: ends it as kill -9 does just before the n-th thing it changes outside
// of itself (files, folders, the store, a program it starts). n stands in ORCHARD_TEST_KILL_AT.

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

long steps_left() {
  const char* text = std::getenv("ORCHARD_TEST_KILL_AT");
  if (text == nullptr || std::strcmp(program_invocation_short_name, "orchard") != 0) return 0;
  return std::atol(text);
}

void step() {
  static long left = steps_left();
  if (left > 0 && --left == 0) ::kill(::getpid(), SIGKILL);
}

template <class Function>
Function original(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

#define ORCHARD_COUNTED(result, name, parameters, arguments)        \
  extern "C" result name parameters noexcept {                      \
    static const auto real = original<result(*) parameters>(#name); \
    step();                                                         \
    return real arguments;                                          \
  }

ORCHARD_COUNTED(int, rename, (const char* from, const char* to), (from, to))
ORCHARD_COUNTED(int, mkdir, (const char* path, mode_t mode), (path, mode))
ORCHARD_COUNTED(char*, mkdtemp, (char* pattern), (pattern))
ORCHARD_COUNTED(int, rmdir, (const char* path), (path))
ORCHARD_COUNTED(int, unlink, (const char* path), (path))
ORCHARD_COUNTED(int, unlinkat, (int folder, const char* path, int flags), (folder, path, flags))
ORCHARD_COUNTED(int, remove, (const char* path), (path))
ORCHARD_COUNTED(int, symlink, (const char* target, const char* path), (target, path))
ORCHARD_COUNTED(pid_t, fork, (), ())

extern "C" ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static const auto real = original<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  step();
  return real(file, bytes, size, at);
}

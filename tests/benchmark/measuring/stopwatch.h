#pragma once

#include <chrono>

#include <sys/resource.h>
#include <time.h>

namespace orchard::test {

/// Wall time since its construction.
class Stopwatch {
 public:
  [[nodiscard]] double milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// Processor time of this process since its construction, user and system: what else runs on the
/// machine hardly changes it.
class CpuStopwatch {
 public:
  [[nodiscard]] double milliseconds() const { return now() - begun_; }

 private:
  [[nodiscard]] static double now() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }
  double begun_ = now();
};

/// Processor time so far, user and system. `who` as in getrusage(2).
[[nodiscard]] inline double cpu_milliseconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

}  // namespace orchard::test

#include "metrics/sweep/sweep.h"

#include "metrics/schema/columns.h"
#include "metrics/sweep/harvest.h"
#include "metrics/sweep/harvest_queue.h"
#include "metrics/sweep/harvest_writer.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <unistd.h>

namespace orchard::metrics {

namespace fs = std::filesystem;
using core::Result;

namespace {

/// Sightings handed from reader to writer at once.
constexpr std::size_t kHarvest = 1'024;
/// Sightings written in one transaction. The first are few, so that writing begins while the others
/// are read; each takes twice as many until they are worth their while.
constexpr std::size_t kFirstTransaction = 4'096;
constexpr std::size_t kTransaction = 8'192;
/// Less than this is read faster than a thread is begun.
constexpr std::uint64_t kWorthAThread = std::uint64_t{1} << 20U;
/// Two keep up with the one that writes (measured); more would only take memory.
constexpr std::size_t kMostReaders = 2;
/// Added to the niceness of those who read. Whoever writes goes first where processors are few:
/// what is left when all is read has to be written while the other processors rest.
constexpr int kReaderNiceness = 10;

/// A file with something new, and what was read of it before.
struct Task {
  const TranscriptFile* file;
  const ScanRecord* known;
};

/// Which files are read next; several threads may ask.
class TaskList {
 public:
  explicit TaskList(std::vector<Task> tasks) : tasks_(std::move(tasks)) {}

  /// Null: there is no more.
  const Task* next() {
    const std::size_t place = next_++;
    return place < tasks_.size() ? &tasks_[place] : nullptr;
  }
  [[nodiscard]] std::size_t size() const { return tasks_.size(); }

 private:
  std::vector<Task> tasks_;
  std::atomic<std::size_t> next_{0};
};

/// Reads the files one after another. `give` takes each harvest; false: it wants no more.
template <class Give>
void read_tasks(TaskList& tasks, core::Timestamp now, Give&& give) {
  ScanBuffer buffer;
  Harvest harvest;
  while (const Task* task = tasks.next()) {
    FileReader reader(buffer, now, *task->file, task->known);
    while (true) {
      const bool more = reader.read(harvest, kHarvest);
      if (harvest.batch.sightings.size() >= kHarvest)
        if (!give(std::exchange(harvest, {}))) return;
      if (!more) break;
    }
  }
  if (!harvest.is_empty()) static_cast<void>(give(std::move(harvest)));
}

/// Collects harvests and writes as many at once as make a transaction worth while.
class Collector {
 public:
  Collector(Store& store, SweepReport& report) : writer_(store), report_(report) {}

  Result<void> add(Harvest harvest) {
    report_.replies += harvest.replies;
    report_.skipped += harvest.skipped;
    report_.bytes += harvest.bytes;
    for (core::Error& problem : harvest.problems) report_.problems.push_back(std::move(problem));
    held_ += harvest.batch.sightings.size();
    harvests_.push_back(std::move(harvest));
    return held_ >= enough_ ? write() : Result<void>();
  }
  Result<void> write() {
    held_ = 0;
    enough_ = std::min(enough_ * 2, kTransaction);
    const std::vector<Harvest> harvests = std::exchange(harvests_, {});
    return harvests.empty() ? Result<void>() : writer_.write(harvests);
  }

 private:
  HarvestWriter writer_;
  SweepReport& report_;
  std::vector<Harvest> harvests_;
  std::size_t held_ = 0;
  std::size_t enough_ = kFirstTransaction;
};

Result<void> read_here(Collector& collector, TaskList& tasks, core::Timestamp now) {
  Result<void> written;
  read_tasks(tasks, now, [&](Harvest harvest) {
    written = collector.add(std::move(harvest));
    return written.has_value();
  });
  return written ? collector.write() : written;
}

/// A file is read by one thread, so what was read of it is written in its order.
Result<void> read_beside(Collector& collector, TaskList& tasks, core::Timestamp now) {
  const std::size_t readers = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1,
                                                      std::min(kMostReaders, tasks.size()));
  HarvestQueue queue(readers);
  const auto read = [&] {
    // On Linux of this thread alone; where it is refused, the sweep is only slower.
    static_cast<void>(::nice(kReaderNiceness));
    read_tasks(tasks, now, [&](Harvest harvest) { return queue.put(std::move(harvest)); });
    queue.finish();
  };
  std::vector<std::jthread> threads;
  threads.reserve(readers);
  while (threads.size() < readers) threads.emplace_back(read);
  for (std::vector<Harvest> taken = queue.take(); !taken.empty(); taken = queue.take())
    for (Harvest& harvest : taken)
      if (auto written = collector.add(std::move(harvest)); !written) {
        queue.close();
        return written;
      }
  return collector.write();
}

bool lies_below(std::string_view path, const std::vector<std::string>& folders) {
  return std::ranges::any_of(folders, [&](const std::string& folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
  });
}

bool has_file(const TranscriptTree& tree, const std::string& path) {
  const auto found = std::ranges::lower_bound(tree.files, path, {}, &TranscriptFile::path);
  return found != tree.files.end() && found->path == path;
}

}  // namespace

Result<SweepReport> TranscriptSweep::run(const std::vector<fs::path>& config_dirs) {
  std::vector<fs::path> roots;
  roots.reserve(config_dirs.size());
  for (const fs::path& dir : config_dirs) roots.push_back(dir / "projects");
  TranscriptTree tree = walk_transcripts(roots);
  ORCHARD_TRY(ScanRecords known, load_scan_records(store_.database()));
  std::vector<std::string> names;
  names.reserve(roots.size());
  for (const fs::path& root : roots) names.push_back(root.string());
  ORCHARD_CHECK(forget_gone(names, tree, known));
  return read(std::move(tree), known);
}

Result<SweepReport> TranscriptSweep::run_below(const std::vector<fs::path>& folders) {
  TranscriptTree tree = walk_transcripts(folders);
  ScanRecords known;
  for (const TranscriptFile& file : tree.files) {
    ORCHARD_TRY(auto record, load_scan_record(store_.database(), file.path));
    if (record) known.emplace(file.path, std::move(*record));
  }
  return read(std::move(tree), known);
}

Result<SweepReport> TranscriptSweep::run_files(const std::vector<fs::path>& files) {
  TranscriptTree tree;
  ScanRecords known;
  for (const fs::path& path : files) {
    auto file = look_at_transcript(path.string());
    if (!file) continue;
    ORCHARD_TRY(auto record, load_scan_record(store_.database(), file->path));
    if (record) known.emplace(file->path, std::move(*record));
    tree.files.push_back(std::move(*file));
  }
  return read(std::move(tree), known);
}

Result<SweepReport> TranscriptSweep::read(TranscriptTree tree, const ScanRecords& known) {
  SweepReport report;
  report.files = static_cast<std::int64_t>(tree.files.size());
  for (std::string& folder : tree.unreadable)
    report.problems.push_back(core::Error{
        core::ErrorCode::permission_denied, "The folder " + folder + " cannot be read.", {}});
  report.directories = std::move(tree.directories);
  std::vector<Task> tasks;
  std::uint64_t bytes = 0;
  for (const TranscriptFile& file : tree.files) {
    const auto record = known.find(file.path);
    const bool is_known = record != known.end() && !record->second.is_due(now_);
    if (is_known && record->second.is_up_to_date(file)) continue;
    tasks.push_back({&file, is_known ? &record->second : nullptr});
    const std::uint64_t read = is_known ? record->second.point.offset : 0;
    bytes += file.size > read ? file.size - read : file.size;
  }
  report.read = static_cast<std::int64_t>(tasks.size());
  Collector collector(store_, report);
  TaskList list(std::move(tasks));
  ORCHARD_CHECK(bytes < kWorthAThread ? read_here(collector, list, now_)
                                      : read_beside(collector, list, now_));
  return report;
}

Result<void> TranscriptSweep::forget_gone(const std::vector<std::string>& roots,
                                          const TranscriptTree& tree, ScanRecords& known) {
  std::unordered_map<std::uint64_t, std::string> gone;
  for (const auto& [path, record] : known)
    if (lies_below(path, roots) && !lies_below(path, tree.unreadable) && !has_file(tree, path))
      gone.emplace(record.file.inode, path);
  if (gone.empty()) return {};
  ORCHARD_TRY(core::Transaction transaction, store_.database().begin());
  for (const TranscriptFile& file : tree.files) {
    const auto renamed = known.contains(file.path) ? gone.end() : gone.find(file.inode);
    if (renamed == gone.end()) continue;
    ORCHARD_CHECK(move_scan_record(store_.database(), renamed->second, file.path));
    known.emplace(file.path, known.at(renamed->second));
    gone.erase(renamed);
  }
  for (const auto& [inode, path] : gone) ORCHARD_CHECK(drop_scan_record(store_.database(), path));
  return transaction.commit();
}

Result<void> forget_what_was_read(Store& store) {
  ORCHARD_TRY(core::Transaction transaction, store.database().begin());
  ORCHARD_CHECK(forget_scan_points(store.database()));
  return transaction.commit();
}

}  // namespace orchard::metrics

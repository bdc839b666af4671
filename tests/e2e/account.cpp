#include "tests/e2e/account.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

/// Half a nano-dollar: sums of integers printed as dollars.
constexpr double kDollarStep = 5e-10;

template <class Read>
auto read_json(const core::CommandOutput& output, Read read) {
  try {
    return read(json::parse(output.out));
  } catch (const json::exception& e) {
    throw std::runtime_error(std::string(e.what()) + " in: " + output.out + output.err);
  }
}

SessionReport session_from(const json& object) {
  SessionReport session;
  session.id = object.at("id");
  session.workspace = object.at("workspace");
  session.state = object.at("state");
  if (!object.at("pid").is_null()) session.pid = object.at("pid").get<int>();
  session.turns = object.at("turns");
  session.cost_usd = object.at("cost_usd");
  session.unexplained_usd = object.at("unexplained_usd");
  for (const json& request : object.at("requests"))
    session.requests.push_back({request.at("id"), request.at("tool"), request.at("summary")});
  return session;
}

WorkspaceReport workspace_from(const json& object) {
  WorkspaceReport workspace;
  workspace.name = object.at("name");
  workspace.commits = object.at("commits");
  workspace.additions = object.at("additions");
  workspace.deletions = object.at("deletions");
  const json& latest = object.at("latest_session");
  if (latest.is_null()) return workspace;
  workspace.session = latest.at("id");
  workspace.turns = latest.at("turns");
  workspace.cost_usd = latest.at("cost_usd");
  workspace.usage.input = latest.at("input_tokens");
  workspace.usage.output = latest.at("output_tokens");
  workspace.usage.cache_read = latest.at("cache_read_tokens");
  workspace.usage.cache_write_5m = latest.at("cache_write_tokens");
  return workspace;
}

/// Replies that broke off have one token more or less of output, and its price.
void expect_bill(const Bill& bill, const core::TokenUsage& usage, double cost_usd) {
  EXPECT_EQ(usage.input, bill.usage.input);
  EXPECT_EQ(usage.cache_read, bill.usage.cache_read);
  EXPECT_EQ(usage.cache_write(), bill.usage.cache_write());
  const std::int64_t extra = usage.output - bill.usage.output;
  EXPECT_GE(extra, 0);
  EXPECT_LE(extra, bill.unsure_output);
  Bill seen = bill;
  seen.usage.output = usage.output;
  EXPECT_NEAR(cost_usd, seen.cost().dollars(), kDollarStep);
}

}  // namespace

const WorkspaceReport& MetricsReport::workspace(const std::string& name) const {
  const auto found = std::ranges::find(workspaces, name, &WorkspaceReport::name);
  if (found == workspaces.end()) throw std::out_of_range("metrics know no workspace " + name);
  return *found;
}

SendReport parse_send(const core::CommandOutput& output) {
  return read_json(output, [](const json& object) {
    const json& usage = object.at("usage");
    return SendReport{object.at("session"),
                      object.at("outcome"),
                      object.at("result"),
                      object.at("cost_usd"),
                      {usage.at("input"), usage.at("output"), usage.at("cache_write_5m"),
                       usage.at("cache_write_1h"), usage.at("cache_read")}};
  });
}

std::vector<SessionReport> list_sessions(const World& world) {
  return read_json(world.orchard({"sessions", "--json"}), [](const json& array) {
    std::vector<SessionReport> sessions;
    for (const json& object : array) sessions.push_back(session_from(object));
    return sessions;
  });
}

MetricsReport read_metrics(const World& world) {
  return read_json(world.orchard({"metrics", "--json"}), [](const json& object) {
    MetricsReport metrics;
    const json& tiles = object.at("tiles");
    metrics.cost_usd_30d = tiles.at("cost_usd_30d");
    metrics.input_tokens_30d = tiles.at("input_tokens_30d");
    metrics.output_tokens_30d = tiles.at("output_tokens_30d");
    metrics.commits_today = tiles.at("commits_today");
    for (const json& workspace : object.at("workspaces"))
      metrics.workspaces.push_back(workspace_from(workspace));
    return metrics;
  });
}

void expect_books_balance(const World& world) {
  // A sub-agent's final counts stand in its transcript, which lags behind the stream.
  const MetricsReport metrics = read_metrics(world);
  const std::vector<ServedReply> served = world.api().ended();
  const Bill all = bill_of(served);
  EXPECT_GE(metrics.output_tokens_30d, all.usage.output);
  EXPECT_LE(metrics.output_tokens_30d, all.usage.output + all.unsure_output);
  Bill seen = all;
  seen.usage.output = metrics.output_tokens_30d;
  EXPECT_NEAR(metrics.cost_usd_30d, seen.cost().dollars(), kDollarStep);

  for (const WorkspaceReport& workspace : metrics.workspaces) {
    if (workspace.session.empty()) continue;
    SCOPED_TRACE(workspace.name);
    expect_bill(bill_of(served, workspace.session), workspace.usage, workspace.cost_usd);
  }
  for (const SessionReport& session : list_sessions(world)) {
    SCOPED_TRACE(session.id);
    Bill bill = bill_of(served, session.id);
    const double least = bill.cost().dollars();
    bill.usage.output += bill.unsure_output;
    if (bill.unsure_output == 0) {
      EXPECT_NEAR(session.unexplained_usd, 0, kDollarStep);
    }
    EXPECT_GE(session.cost_usd, least - kDollarStep);
    EXPECT_LE(session.cost_usd, bill.cost().dollars() + kDollarStep);
  }
}

}  // namespace orchard::test

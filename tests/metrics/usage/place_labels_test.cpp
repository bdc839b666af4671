#include "metrics/usage/reading/place_labels.h"

#include <vector>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

struct Case {
  const char* description;
  std::set<std::string> paths;
  std::vector<std::string> labels;  ///< in the order of the paths
};

class PlaceLabels : public testing::TestWithParam<Case> {};

TEST_P(PlaceLabels, NameTheFoldersThatTellApart) {
  const std::size_t folders = folders_to_tell_apart("api", GetParam().paths);
  std::vector<std::string> labels;
  for (const std::string& path : GetParam().paths)
    labels.push_back(place_label("api", path, folders));
  EXPECT_EQ(labels, GetParam().labels) << GetParam().description;
}

INSTANTIATE_TEST_SUITE_P(
    Table, PlaceLabels,
    testing::Values(
        Case{"alone", {"/home/me/api"}, {"api"}}, Case{"nowhere", {""}, {"api"}},
        Case{"the next folder", {"/me/old/api", "/me/work/api"}, {"api (old)", "api (work)"}},
        Case{"the one above it",
             {"/me/new/src/api", "/me/old/src/api"},
             {"api (new/src)", "api (old/src)"}},
        Case{"three, two of them close",
             {"/a/src/api", "/b/src/api", "/c/api"},
             {"api (a/src)", "api (b/src)", "api (c)"}},
        Case{"at the root", {"/api", "/me/api"}, {"api", "api (me)"}},
        Case{"below each other", {"/me/api", "/me/api/me/api"}, {"api (me)", "api (api/me)"}},
        Case{"names of their own", {"/me/home", "/me/work"}, {"api (home)", "api (work)"}},
        Case{"of several bytes", {"/me/日本/api", "/me/é/api"}, {"api (é)", "api (日本)"}}));

}  // namespace
}  // namespace orchard::metrics

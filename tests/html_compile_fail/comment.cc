// expect: hole_in_comment
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<!-- {} -->", "a");

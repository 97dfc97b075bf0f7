// A style sheet that is imported for its effect: jsdom lays nothing out.
module.exports = {};

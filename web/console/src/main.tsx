import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { giveNonceToStyles } from './app/nonce';
import './app/tokens.css';
import './app/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the application');
giveNonceToStyles();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
